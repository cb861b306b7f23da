//! `node/wrong-microcode`

use crate::check::about::machines::extensions;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::CpuVendor;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "node/wrong-microcode",
    level: Level::Warning,
    since: "0.1.0",
    summary: "microcode of another maker than the processor",
    why: "Microcode fixes bugs of the processor itself, some of which crash machines under load or \
          let VMs read each other. That of another maker is never loaded, and nobody is told.",
    fr: French {
        summary: "le microcode d'un autre fabricant que celui du processeur",
        why: "Le microcode corrige des défauts du processeur lui-même, dont certains arrêtent les \
              machines sous la charge ou laissent des VM lire les autres. Celui de l'autre \
              fabricant n'est jamais chargé, et personne n'est averti.",
    },
    // siderolabs/extensions intel-ucode, amd-ucode
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "intel-ucode"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "iscsi-tools"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let Some(hardware) = node.hardware.and_then(|at| cx.model.hardware.get(at)) else {
            continue;
        };
        let vendor = hardware.cpu.vendor;
        let foreign = match vendor.value {
            CpuVendor::Intel => "amd-ucode",
            CpuVendor::Amd => "intel-ucode",
        };
        for (_, span) in extensions(cx, node).filter(|(name, _)| *name == foreign) {
            if told.insert(span) {
                report.push(
                    RULE.at(
                        span,
                        format!("`{foreign}` does nothing on node `{}`", node.decl.name),
                    )
                    .label("for processors of another maker")
                    .also(vendor.span, format!("its processor is {}", vendor.value))
                    .help(format!(
                        "remove `{foreign}`: because of `vendor={}`, Radier adds the right one",
                        vendor.value
                    )),
                );
            }
        }
    }
}
