//! `vm/no-size`

use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "vm/no-size",
    level: Level::Error,
    since: "0.1.0",
    summary: "something has no CPU, or hardly any memory",
    why: "KubeVirt refuses a VM without a CPU. Below 64 MiB no firmware starts; most often the unit is wrong.",
    wrong: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4MiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    check: Some(check),
};

const LEAST: Size = Size(64 * Size::MIB);

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        if vm.decl.cpu.value == 0 && !vm.decl.cpu.span.is_empty() {
            report.push(RULE.at(vm.decl.cpu.span, format!("VM `{}` has no CPU", vm.decl.name)).label("at least 1").help("write `cpu=1` or more"));
        }
        if vm.decl.memory.value < LEAST && !vm.decl.memory.span.is_empty() {
            report.push(
                RULE.at(vm.decl.memory.span, format!("VM `{}` has hardly any memory", vm.decl.name))
                    .label(format!("{}; at least {LEAST}", vm.decl.memory.value))
                    .help("did you mean GiB?"),
            );
        }
    }
    let model = cx.model;
    let vclusters = model.vclusters.iter().map(|v| ("vcluster", &v.decl.name, v.decl.cpu, Some(v.decl.memory)));
    let hardware = model.hardware.iter().map(|h| ("model", &h.name, h.cpu.cores, None));
    let namespaces = model.clubs.iter().flat_map(|club| &club.decl.namespace).map(|n| ("namespace", &n.name, n.cpu, Some(n.memory)));
    for (what, name, cpu, memory) in vclusters.chain(hardware).chain(namespaces) {
        if cpu.value == 0 && !cpu.span.is_empty() {
            report.push(RULE.at(cpu.span, format!("{what} `{name}` has no CPU")).label("at least 1").help("write 1 or more"));
        }
        if let Some(memory) = memory.filter(|memory| memory.value < LEAST && !memory.span.is_empty()) {
            report.push(RULE.at(memory.span, format!("{what} `{name}` has hardly any memory")).label(format!("{}; at least {LEAST}", memory.value)).help("did you mean GiB?"));
        }
    }
    for hardware in &model.hardware {
        if let Some(threads) = hardware.cpu.threads.filter(|threads| threads.value < hardware.cpu.cores.value && !threads.span.is_empty()) {
            report.push(
                RULE.at(threads.span, format!("model `{}` has fewer threads than cores", hardware.name))
                    .label("a core has one thread at least")
                    .help("`cores` are physical; `threads` is what Linux counts as CPUs"),
            );
        }
    }
}
