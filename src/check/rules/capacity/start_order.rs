//! `capacity/start-order`

use crate::capacity::vm_pod_memory;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "capacity/start-order",
    level: Level::Warning,
    since: "0.1.0",
    summary: "in some order of starts, one of the VMs finds no room",
    why: "Kubernetes places VMs one after another, in the order in which they come, and never \
          moves one that runs to make room: small ones that came first can leave no machine with \
          room in one piece for a large one. After a power cut all of them come at once, in any \
          order.",
    fr: French {
        summary: "dans certains ordres de démarrage, l'une des VM ne trouve pas de place",
        why: "Kubernetes place les VM l'une après l'autre, dans l'ordre où elles arrivent, et n'en \
              déplace jamais une qui tourne pour faire de la place : de petites, arrivées \
              d'abord, peuvent ne laisser à une grande aucune machine avec assez de place d'un \
              seul tenant. Après une panne de courant, toutes arrivent en même temps, dans \
              n'importe quel ordre.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 12; memory "160GiB"; storage "200GiB"; }
    vm "large" cpu=4 memory="100GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1"; }
    }
    vm "small-1" cpu=4 memory="15GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "small-2" cpu=4 memory="15GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 12; memory "160GiB"; storage "200GiB"; }
    vm "large" cpu=4 memory="100GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1"; }
    }
    vm "small-1" cpu=4 memory="15GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-2" "worker-3"; }
    }
    vm "small-2" cpu=4 memory="15GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-2" "worker-3"; }
    }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(placement) = cx.placement() else {
        return;
    };
    let Some(vm) = placement.stuck() else { return };
    let vm = &cx.model.vms[placement.vms[vm]];
    let others = placement.vms.len() - 1;
    report.push(
        RULE.at(
            vm.decl.memory.span,
            format!(
                "if `{}` starts after the others, it may find no room",
                vm.decl.name
            ),
        )
        .label(format!(
            "perhaps no machine has {} left for it then",
            vm_pod_memory(vm).human()
        ))
        .note(match placement.witness() {
            Some(_) => format!(
                "beside the {others} others there is room for it, if they stand where they leave \
                 it; kube-scheduler does not move VMs that run"
            ),
            None => format!(
                "{others} others start by themselves; kube-scheduler does not move VMs that run"
            ),
        })
        .help(
            "write less `memory=` for VMs, add a machine, or write `start=manual` on the line of \
             some; or hold the large ones and the small ones apart: `placement { nodes \"...\"; }`",
        ),
    );
}
