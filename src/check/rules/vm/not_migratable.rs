//! `vm/not-migratable`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Placement;
use crate::model::Vm;

pub static RULE: Rule = Rule {
    id: "vm/not-migratable",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a VM can run on one machine only",
    why: "When its machine is drained for an upgrade, the VM has nowhere to go and is shut down; \
          when the machine breaks, it stays down.",
    fr: French {
        summary: "une VM ne peut tourner que sur une machine",
        why: "Quand sa machine est vidée pour une mise à niveau, la VM n'a nulle part où aller et \
              est arrêtée ; quand la machine casse, elle reste arrêtée.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1"; }
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1" "worker-2"; }
    }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // In a cluster of one machine nothing can move anyway.
    if cx.model.schedulable().count() < 2 {
        return;
    }
    for vm in cx.model.vms.iter() {
        let Some(placement) = vm
            .decl
            .placement
            .as_ref()
            .filter(|placement| !placement.nodes.is_empty())
        else {
            continue;
        };
        if vm.nodes.len() < placement.nodes.len() {
            continue; // an unknown node is told of already
        }
        match vm.candidates(cx.model).collect::<Vec<_>>().as_slice() {
            [_, _, ..] => {}
            [] => report.push(nowhere(vm, placement)),
            [only] => report.push(only_there(cx, vm, placement, *only)),
        }
    }
}

fn nowhere(vm: &Vm, placement: &Placement) -> Diagnostic {
    crate::check::rules::vm::nowhere_to_run::RULE
        .at(
            placement.head.span,
            format!(
                "VM `{}` may run only on machines that run no workloads",
                vm.decl.name
            ),
        )
        .label("control planes")
        .help(
            "write the names of workers here, or `control-plane schedulable=#true` in \
             the block of `cluster`",
        )
}

fn only_there(cx: &Context<'_>, vm: &Vm, placement: &Placement, only: usize) -> Diagnostic {
    RULE.at(
        placement.nodes[0].span,
        format!(
            "VM `{}` can run only on `{}`",
            vm.decl.name, cx.model.nodes[only].decl.name
        ),
    )
    .label("it cannot move when this machine is drained")
    .help(format!(
        "add a second node, as in `nodes \"worker-1\" \"worker-2\"`, or remove \
         `placement`; if it needs this machine, {}",
        RULE.accept()
    ))
}
