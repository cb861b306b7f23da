//! `vm/mixed-processors`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::CpuVendor;
use crate::model::{Model, Vm};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "vm/mixed-processors",
    level: Level::Warning,
    since: "0.1.0",
    summary: "VMs may run on processors of two makers, and cannot move from one to the other",
    why: "A running VM uses what its processor can do, and a processor of another maker can do \
          other things: live migration is refused, and a machine that is drained waits for its VMs \
          forever. After a failure a VM does start on the other kind.",
    fr: French {
        summary: "des VM peuvent tourner sur des processeurs de deux fabricants, et ne passent pas \
                  de l'un à l'autre",
        why: "Une VM qui tourne se sert de ce que sait faire son processeur, et celui d'un autre \
              fabricant sait autre chose : la migration à chaud est refusée, et une machine qu'on \
              vide attend ses VM sans fin. Après une panne, une VM démarre bien sur l'autre sorte.",
    },
    // kubevirt/kubevirt#5623, harvester/harvester#3015
    wrong: &[r#"
model "other" {
    cpu cores=16 threads=32 vendor=intel
    memory "128GiB"
}
node "worker-3" model="other" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    place rack="A" unit=13
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
model "other" {
    cpu cores=16 threads=32 vendor=intel
    memory "128GiB"
}
node "worker-3" model="other" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    place rack="A" unit=13
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
club "robotics" {
    members group="lab:robotics" role=edit
    quota { cpu 16; memory "64GiB"; storage "500GiB"; vms 4; }
    vm "sim" cpu=4 memory="8GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1" "worker-2"; }
    }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    // All VMs without a placement may run on the same machines: one finding for them.
    let (free, placed): (Vec<&Vm>, Vec<&Vm>) = model.vms.iter().partition(|vm| {
        vm.decl
            .placement
            .as_ref()
            .is_none_or(|at| at.nodes.is_empty())
    });
    if let Some(first) = free.first() {
        report.extend(mixed(model, first, free.len()));
    }
    for vm in placed {
        report.extend(mixed(model, vm, 1));
    }
}

/// What a VM may run on is of two makers: points at the machines of the rarer one.
fn mixed(model: &Model, vm: &Vm, count: usize) -> Option<Diagnostic> {
    let by = |vendor: CpuVendor| -> Vec<usize> {
        let candidates = vm.candidates(model);
        candidates
            .filter(|at| maker(model, *at).is_some_and(|own| own.value == vendor))
            .collect()
    };
    let (intel, amd) = (by(CpuVendor::Intel), by(CpuVendor::Amd));
    let (few, many) = match intel.len() < amd.len() {
        true => (intel, amd),
        false => (amd, intel),
    };
    let here = maker(model, *few.first()?)?;
    let there = maker(model, *many.first()?)?;
    let placement = vm.decl.placement.as_ref();
    let placement = placement.filter(|placement| !placement.nodes.is_empty());
    let at = placement.map_or(here.span, |placement| placement.head.span);
    let who = match count {
        1 => format!("VM `{}`", vm.decl.name),
        _ => format!("{count} VMs"),
    };
    let words = [here, there].map(|vendor| vendor.value.word());
    Some(two_makers(at, &who, words).note(format!(
        "{}: {}; {}: {}",
        words[0],
        names(model, &few),
        words[1],
        names(model, &many)
    )))
}

fn two_makers(at: Span, who: &str, [one, other]: [&str; 2]) -> Diagnostic {
    RULE.at(
        at,
        format!("{who} may run on {one} and {other} machines, and cannot move between them"),
    )
    .label("the rarer kind")
    .help(format!(
        "keep each VM to one kind with `placement {{ nodes ... }}`; if a VM may be stopped for \
         that, {}",
        RULE.accept()
    ))
}

/// The first of these machines.
fn names(model: &Model, nodes: &[usize]) -> String {
    let first = nodes.iter().take(MOST_NAMES);
    let names: Vec<String> = first
        .map(|at| format!("`{}`", model.nodes[*at].decl.name))
        .collect();
    let more = match nodes.len() > MOST_NAMES {
        true => ", ...",
        false => "",
    };
    format!("{}{more}", names.join(", "))
}

const MOST_NAMES: usize = 4;

fn maker(model: &Model, node: usize) -> Option<Spanned<CpuVendor>> {
    let hardware = model.hardware.get(model.nodes.get(node)?.hardware?)?;
    Some(hardware.cpu.vendor)
}
