//! `vm/fits-nowhere`

use crate::capacity::vm_pod_memory;
use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "vm/fits-nowhere",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM is larger than every machine that it may run on",
    why: "Kubernetes never splits a VM. If no single machine has its memory and CPUs free, it stays Pending, whatever the \
          cluster has in total.",
    wrong: r#"
club "vision" {
    quota { cpu 8; memory "512GiB"; storage "100GiB"; }
    vm "cfd" cpu=8 memory="200GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "512GiB"; storage "100GiB"; }
    vm "cfd" cpu=8 memory="64GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in cx.model.vms.iter().filter(|vm| !vm.decl.damaged) {
        let candidates = vm.candidates(cx.model);
        let ledgers: Vec<_> = cx.nodes.iter().filter(|ledger| candidates.contains(&ledger.node)).collect();
        // A machine whose hardware is unknown might be large enough.
        if ledgers.len() < candidates.len() {
            continue;
        }
        let needed = vm_pod_memory(vm);
        let cpus = vm.decl.cpu.value;
        let Some(largest) = ledgers.iter().max_by_key(|ledger| ledger.free) else { continue };
        let name = |at: usize| cx.model.nodes.get(at).map_or("", |node| &node.decl.name.value.0);
        if !ledgers.iter().any(|ledger| ledger.free >= needed) {
            let around = needed.bytes() - vm.decl.memory.bytes();
            let most = largest.free.bytes().saturating_sub(around) / Size::GIB;
            let help = match most {
                0 => format!("no machine has memory left for VMs: look at the `memory` of model `{}`", cx.model.nodes[largest.node].decl.model),
                most => format!("give it {most}GiB at most, or let it run on a larger machine"),
            };
            report.push(
                RULE.at(vm.decl.memory.span, format!("VM `{}` fits on no machine", vm.decl.name))
                    .label(format!("needs {needed} with what is around the guest"))
                    .also(cx.model.nodes[largest.node].model_span(), format!("`{}` has the most left: {}", name(largest.node), largest.free))
                    .note(format!("{} = {} memory - {} system - {} Ceph", largest.free, largest.memory, largest.system, largest.storage))
                    .help(help),
            );
        } else if !ledgers.iter().any(|ledger| ledger.threads >= cpus && ledger.free >= needed) {
            let most = ledgers.iter().map(|ledger| ledger.threads).max().unwrap_or(0);
            report.push(
                RULE.at(vm.decl.cpu.span, format!("VM `{}` fits on no machine", vm.decl.name))
                    .label(format!("{cpus} CPUs; the machines have {most}"))
                    .help(format!("give it {most} CPUs at most")),
            );
        }
    }
}
