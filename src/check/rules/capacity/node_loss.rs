//! `capacity/node-loss`

use super::vms_do_not_fit::{largest, proof};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, names};

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
    wrong: &[r#"
club "vision" {
    quota { cpu 16; memory "354GiB"; storage "100GiB"; }
    vm "render-1" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-2" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-3" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
    vm "render-4" cpu=4 memory="70GiB" { disk "root" image="debian-13" size="20GiB"; }
}
"#],
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
    let Some(worst) = losses.first() else { return };
    let all: Vec<usize> = (0..placement.vms.len()).collect();
    let Some(largest) = largest(cx, placement, &all) else {
        return;
    };
    let name = |at: usize| &cx.model.nodes[placement.nodes[at]].decl.name;
    let others: Vec<usize> = (0..placement.nodes.len())
        .filter(|at| *at != worst.node)
        .collect();
    let vm = &cx.model.vms[largest];
    let problem = RULE
        .at(
            name(worst.node).span,
            format!(
                "if `{}` fails, not all VMs find room on the others",
                name(worst.node)
            ),
        )
        .label(match losses.len() - 1 {
            0 => "its VMs have to move".to_string(),
            _ => format!(
                "its VMs have to move; the same is true for {}",
                names(losses[1..].iter().map(|loss| &*name(loss.node).value.0))
            ),
        })
        .also(vm.decl.memory.span, "the largest VM")
        .note(format!(
            "without it: {}",
            proof(cx, placement, &worst.fit, &others)
        ));
    report.push(problem.help(
        "write less `memory=` for VMs, add a machine, or write `start=manual` on the line of some: \
         those wait until somebody starts them",
    ));
}
