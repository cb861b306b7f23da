//! `vm/spread-pinned`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::{Model, Vm};
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    id: "vm/spread-pinned",
    level: Level::Warning,
    since: "0.1.0",
    summary: "VMs that should be apart may run on one machine only",
    why: "`spread` keeps VMs of one kind on different machines, so that one failure does not take \
          them all. Where all of them name the same machine there is nothing to choose, and nobody \
          notices until it fails.",
    fr: French {
        summary: "des VM qui devraient être séparées ne peuvent tourner que sur une machine",
        why: "`spread` garde les VM d'une même sorte sur des machines différentes, pour qu'une \
              panne ne les prenne pas toutes. Quand toutes nomment la même machine, il n'y a rien \
              à choisir, et personne ne le remarque avant la panne.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "one" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web" { nodes "worker-1"; }
        allow "vm/not-migratable" reason="an example"
    }
    vm "two" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web" { nodes "worker-1"; }
        allow "vm/not-migratable" reason="an example"
    }
}
"#],
    right: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "one" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web" { nodes "worker-1"; }
        allow "vm/not-migratable" reason="an example"
    }
    vm "two" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web" { nodes "worker-2"; }
        allow "vm/not-migratable" reason="an example"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "one" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web" { nodes "worker-1" "worker-2"; }
    }
    vm "two" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement spread="web"
    }
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut groups: BTreeMap<(usize, &str), Vec<&Vm>> = BTreeMap::new();
    for vm in &cx.model.vms {
        let placement = vm.decl.placement.as_ref();
        if let Some(spread) = placement.and_then(|placement| placement.spread.as_ref()) {
            let group = groups.entry((vm.club, &*spread.value.0)).or_default();
            group.push(vm);
        }
    }
    for ((_, spread), group) in groups {
        report.extend(pinned(cx.model, spread, &group));
    }
}

/// All of a group name the same one machine.
fn pinned(model: &Model, spread: &str, group: &[&Vm]) -> Option<Diagnostic> {
    let [first, second, ..] = group else {
        return None;
    };
    let [only] = first.nodes.as_slice() else {
        return None;
    };
    // One that could not be read may be another.
    let there = |vm: &&Vm| vm.nodes == [*only] && named(vm) == 1;
    if !group.iter().all(there) {
        return None;
    }
    let place = second.decl.placement.as_ref()?.nodes.first()?;
    let machine = &model.nodes[*only].decl.name;
    let message = format!(
        "the {} VMs of spread `{spread}` all run on `{machine}`",
        group.len()
    );
    Some(
        RULE.at(place.span, message)
            .label("the same machine again")
            .also(first.decl.name.span, "the first of them")
            .help(format!(
                "name another machine here, or more of them in each; if they must be there, {}",
                RULE.accept()
            )),
    )
}

fn named(vm: &Vm) -> usize {
    let placement = vm.decl.placement.as_ref();
    placement.map_or(0, |placement| placement.nodes.len())
}
