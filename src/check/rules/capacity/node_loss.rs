//! `capacity/node-loss`

use super::vms_do_not_fit::{largest, proof};
use crate::capacity::{VmPlacement, vm_pod_memory};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, names};

pub static RULE: Rule = Rule {
    id: "capacity/node-loss",
    level: Level::Warning,
    since: "0.1.0",
    summary: "when one machine is lost, the others have no room for its VMs",
    why: "A machine fails, or is drained for an upgrade: its VMs move to the others. Those that \
          find no room stay Pending, and a drain waits for them, so that the upgrade of the whole \
          cluster stops.",
    fr: French {
        summary: "quand une machine est perdue, les autres n'ont pas de place pour ses VM",
        why: "Une machine tombe en panne, ou est vidée pour une mise à niveau : ses VM vont sur \
              les autres. Celles qui n'y trouvent pas de place restent Pending, et le vidage les \
              attend : la mise à niveau de tout le cluster s'arrête.",
    },
    wrong: &[
        r#"
club "vision" {
    quota { cpu 16; memory "354GiB"; storage "100GiB"; }
    vm "render-1" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-2" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-3" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-4" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#,
        // Enough in all, and what runs is in the way.
        r#"
club "vision" {
    quota { cpu 12; memory "400GiB"; storage "200GiB"; }
    vm "v-1" cpu=2 memory="66GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "v-2" cpu=2 memory="66GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "v-3" cpu=2 memory="66GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "v-4" cpu=2 memory="42GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "v-5" cpu=2 memory="42GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "v-6" cpu=2 memory="42GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#,
    ],
    right: &[r#"
club "vision" {
    quota { cpu 16; memory "354GiB"; storage "100GiB"; }
    vm "render-1" cpu=4 memory="50GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-2" cpu=4 memory="50GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-3" cpu=4 memory="50GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-4" cpu=4 memory="50GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(placement) = cx.placement() else {
        return;
    };
    let losses = placement.losses();
    let Some(worst) = losses.first() else {
        return in_the_way(cx, placement, report);
    };
    let all: Vec<usize> = (0..placement.vms.len()).collect();
    let Some(largest) = largest(cx, placement, &all) else {
        return;
    };
    let others: Vec<usize> = (0..placement.nodes.len())
        .filter(|at| *at != worst.node)
        .collect();
    let lost: Vec<usize> = losses.iter().map(|loss| loss.node).collect();
    let vm = &cx.model.vms[largest];
    report.push(
        finding(cx, placement, &lost, "not all VMs find room on the others")
            .also(vm.decl.memory.span, "the largest VM")
            .note(format!(
                "without it: {}",
                proof(cx, placement, &worst.fit, &others)
            )),
    );
}

/// There would be room on the others, if what runs there were moved.
fn in_the_way(cx: &Context<'_>, placement: &VmPlacement, report: &mut Report) {
    let stuck = placement.stuck_without();
    // When all are there, they have no room already: that is `capacity/start-order`.
    let Some((_, vm)) = stuck.first().filter(|_| placement.stuck().is_none()) else {
        return;
    };
    let lost: Vec<usize> = stuck.iter().map(|(node, _)| *node).collect();
    let vm = &cx.model.vms[placement.vms[*vm]];
    report.push(
        finding(
            cx,
            placement,
            &lost,
            "one of its VMs may find no room on the others",
        )
        .also(
            vm.decl.memory.span,
            format!("needs {} in one piece", vm_pod_memory(vm).human()),
        )
        .note(
            "the others have enough in all, but kube-scheduler does not move VMs that run to make \
             room on one machine",
        ),
    );
}

/// On the first of these nodes (indexes into the placement).
fn finding(cx: &Context<'_>, placement: &VmPlacement, lost: &[usize], what: &str) -> Diagnostic {
    let name = |at: usize| &cx.model.nodes[placement.nodes[at]].decl.name;
    let label = match lost.len() - 1 {
        0 => "its VMs have to move".to_string(),
        _ => format!(
            "its VMs have to move; the same is true for {}",
            names(lost[1..].iter().map(|at| &*name(*at).value.0))
        ),
    };
    RULE.at(
        name(lost[0]).span,
        format!("if `{}` fails, {what}", name(lost[0])),
    )
    .label(label)
    .help(
        "write less `memory=` for VMs, add a machine, or write `start=manual` on the line of some: \
         those wait until somebody starts them",
    )
}
