//! `vm/fits-nowhere`

use crate::capacity::{NodeLedger, vm_pod_memory};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::model::Vm;

pub static RULE: Rule = Rule {
    id: "vm/fits-nowhere",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM is larger than every machine that it may run on",
    why: "Kubernetes never splits a VM. If no single machine has its memory and CPUs free, it \
          stays Pending, whatever the cluster has in total.",
    fr: French {
        summary: "une VM est plus grande que toute machine où elle peut tourner",
        why: "Kubernetes ne partage jamais une VM. Si aucune machine n'a sa mémoire et ses \
              processeurs libres, elle reste Pending, quoi que le cluster ait au total.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "280GiB"; storage "100GiB"; }
    vm "cfd" cpu=8 memory="130GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "280GiB"; storage "100GiB"; }
    vm "cfd" cpu=8 memory="64GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::HARDWARE],
        each: false,
        unless: &["capacity/machine-too-small"],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // VMs without a placement share one answer: asking every node for each of them would take
    // quadratic time.
    let nodes = cx.model.nodes.iter().enumerate();
    let schedulable = nodes.filter(|(_, node)| cx.model.takes_workloads(node));
    let anywhere = Room::new(cx, schedulable.map(|(at, _)| at));
    for vm in &cx.model.vms {
        let placed = (!vm.nodes.is_empty()).then(|| Room::new(cx, vm.candidates(cx.model)));
        let problem = placed
            .as_ref()
            .unwrap_or(&anywhere)
            .as_ref()
            .and_then(|room| judge(cx, vm, room));
        if let Some(problem) = problem {
            report.push(problem);
        }
    }
}

/// What the nodes of a choice have left.
struct Room<'c> {
    /// The one with the most memory left.
    largest: &'c NodeLedger,
    /// The most CPUs of one node.
    threads: u32,
}

impl<'c> Room<'c> {
    /// None when there is no node, or when the hardware of one is unknown: that one might be large
    /// enough.
    fn new(cx: &'c Context<'_>, nodes: impl Iterator<Item = usize>) -> Option<Self> {
        // Ledgers are in the order of the nodes.
        let ledger = |at: usize| {
            cx.nodes
                .binary_search_by_key(&at, |ledger| ledger.node)
                .ok()
                .map(|found| &cx.nodes[found])
        };
        let ledgers = nodes.map(ledger).collect::<Option<Vec<_>>>()?;
        let largest = ledgers.iter().copied().max_by_key(|ledger| ledger.free)?;
        Some(Self {
            largest,
            threads: ledgers
                .iter()
                .map(|ledger| ledger.threads)
                .max()
                .unwrap_or(0),
        })
    }
}

fn judge(cx: &Context<'_>, vm: &Vm, room: &Room<'_>) -> Option<Diagnostic> {
    let needed = vm_pod_memory(vm);
    let largest = room.largest;
    if largest.free < needed {
        Some(too_much_memory(cx, vm, largest))
    } else if vm.decl.cpu.value > room.threads {
        Some(
            RULE.at(
                vm.decl.cpu.span,
                format!("VM `{}` fits on no machine", vm.decl.name),
            )
            .label(format!(
                "{} CPUs; the machines have {}",
                vm.decl.cpu, room.threads
            ))
            .help(format!("write `cpu={}` or less", room.threads)),
        )
    } else {
        None
    }
}

fn too_much_memory(cx: &Context<'_>, vm: &Vm, largest: &NodeLedger) -> Diagnostic {
    let needed = vm_pod_memory(vm);
    let node = &cx.model.nodes[largest.node];
    let around = needed.bytes() - vm.decl.memory.bytes();
    let help = match largest.free.bytes().saturating_sub(around) / Size::GIB {
        0 => format!(
            "no machine has memory left for VMs: look at the `memory` of model `{}`",
            node.decl.model
        ),
        most => format!("write `memory=\"{most}GiB\"` or less, or add a larger machine"),
    };
    RULE.at(
        vm.decl.memory.span,
        format!("VM `{}` fits on no machine", vm.decl.name),
    )
    .label(format!("needs {needed}, with KubeVirt's overhead"))
    .also(
        node.model_span(),
        format!("`{}` has the most left: {}", node.decl.name, largest.free),
    )
    .note(format!(
        "{} = {} memory - {} system - {} Ceph",
        largest.free, largest.memory, largest.system, largest.storage
    ))
    .help(help)
}
