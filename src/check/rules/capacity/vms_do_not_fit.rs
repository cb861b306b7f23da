//! `capacity/vms-do-not-fit`

use crate::capacity::Amount;
use crate::capacity::placement::{Fit, Sum};
use crate::capacity::{VmPlacement, vm_pod_memory};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, names};
use crate::language::types::Size;
use crate::model::Vm;

pub static RULE: Rule = Rule {
    id: "capacity/vms-do-not-fit",
    level: Level::Error,
    since: "0.1.0",
    summary: "the VMs that run by themselves do not all find room",
    why: "Each VM fits on some machine, but not all together: Kubernetes starts them in any order, \
          and the last one stays Pending. Which one that is changes with every restart of the \
          platform.",
    fr: French {
        summary: "les VM qui tournent d'elles-mêmes ne trouvent pas toutes de la place",
        why: "Chaque VM tient sur une machine, mais pas toutes ensemble : Kubernetes les démarre \
              dans n'importe quel ordre, et la dernière reste Pending. Laquelle, cela change à \
              chaque redémarrage de la plateforme.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 20; memory "640GiB"; storage "200GiB"; }
    vm "render-1" cpu=4 memory="96GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-2" cpu=4 memory="96GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-3" cpu=4 memory="96GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-4" cpu=4 memory="96GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-5" cpu=4 memory="96GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 20; memory "200GiB"; storage "200GiB"; }
    vm "render-1" cpu=4 memory="32GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-2" cpu=4 memory="32GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-3" cpu=4 memory="32GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-4" cpu=4 memory="32GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-5" cpu=4 memory="32GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(placement) = cx.placement() else {
        return;
    };
    let Some(fit) = placement.refusal() else {
        return;
    };
    let among: Vec<usize> = match fit {
        Fit::TooMuch(sum) => sum.needs.clone(),
        _ => (0..placement.vms.len()).collect(),
    };
    let Some(largest) = largest(cx, placement, &among) else {
        return;
    };
    let vm = &cx.model.vms[largest];
    report.push(
        RULE.at(
            vm.decl.memory.span,
            format!(
                "{} VMs start by themselves, and there is not room for all",
                among.len()
            ),
        )
        .label("the largest of them")
        .note(proof(
            cx,
            placement,
            fit,
            &(0..placement.nodes.len()).collect::<Vec<_>>(),
        ))
        .help(advice(cx, placement, &among)),
    );
}

/// What to do about VMs that find no room.
fn advice(cx: &Context<'_>, placement: &VmPlacement, among: &[usize]) -> String {
    let wait = placement.could_wait(cx.model, among).map_or_else(
        || "on the line of some: those then wait until somebody starts them".to_string(),
        |waiting| {
            let all: Vec<&str> = waiting
                .iter()
                .map(|at| &*cx.model.vms[placement.vms[*at]].decl.name.value.0)
                .collect();
            match all.as_slice() {
                [_] => format!(
                    "on the line of {}, and the others find room: it then waits until somebody \
                     starts it",
                    names(all)
                ),
                _ => format!(
                    "on the lines of {}, and the others find room: those then wait until somebody \
                     starts them",
                    names(all)
                ),
            }
        },
    );
    format!("write `start=manual` {wait}; or write less `memory=` for VMs, or add a machine")
}

/// The largest VM among those with these indexes into the placement, as an index into `Model::vms`.
pub(super) fn largest(cx: &Context<'_>, placement: &VmPlacement, among: &[usize]) -> Option<usize> {
    let vms = among.iter().map(|at| placement.vms[*at]);
    vms.max_by_key(|vm| (cx.model.vms[*vm].decl.memory.value, std::cmp::Reverse(*vm)))
}

/// In words, with the numbers: why there is no place on these nodes (indexes into the placement).
pub(super) fn proof(
    cx: &Context<'_>,
    placement: &VmPlacement,
    fit: &Fit,
    nodes: &[usize],
) -> String {
    let named = |of: &[usize]| {
        let all: Vec<&str> = of
            .iter()
            .map(|at| &*cx.model.nodes[placement.nodes[*at]].decl.name.value.0)
            .collect();
        names(all)
    };
    match fit {
        Fit::TooMuch(Sum {
            needs,
            bins,
            needed,
            room,
        }) => {
            let bins: &[usize] = if bins.is_empty() { nodes } else { bins };
            let (needed, room, of) = in_words(*needed, *room);
            format!(
                "{} VMs need {needed} {of} with KubeVirt's overhead; {} have {room} left in all",
                needs.len(),
                named(bins)
            )
        }
        _ => in_pieces(cx, placement, nodes, &named(nodes)),
    }
}

/// There is enough in all, and no way to use it.
fn in_pieces(cx: &Context<'_>, placement: &VmPlacement, nodes: &[usize], named: &str) -> String {
    let may_go = |vm: &Vm| {
        vm.nodes.is_empty()
            || nodes
                .iter()
                .any(|at| vm.nodes.contains(&placement.nodes[*at]))
    };
    let all: Vec<Size> = placement
        .vms
        .iter()
        .map(|at| &cx.model.vms[*at])
        .filter(|vm| may_go(vm))
        .map(vm_pod_memory)
        .collect();
    let room = Size(nodes.iter().map(|at| placement.rooms[*at].memory).sum());
    let needed = Size(all.iter().map(|size| size.0).sum());
    let pieces = "but in pieces that are too small: every way to place them was tried";
    format!(
        "{} VMs need {} of memory with KubeVirt's overhead; {} have {} left, {pieces}",
        all.len(),
        needed.human(),
        named,
        room.human()
    )
}

fn in_words(needed: Amount, room: Amount) -> (String, String, &'static str) {
    match needed.memory > room.memory {
        true => (
            Size(needed.memory).human(),
            Size(room.memory).human(),
            "of memory",
        ),
        false => (cpus(needed), cpus(room), "CPUs"),
    }
}

fn cpus(amount: Amount) -> String {
    format!("{:.1}", amount.millicpu as f64 / 1_000.0)
}
