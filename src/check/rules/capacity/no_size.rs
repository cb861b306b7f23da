//! `capacity/no-size`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "capacity/no-size",
    level: Level::Error,
    since: "0.1.0",
    summary: "something has no CPU, or hardly any memory or room",
    why: "Most often the unit is wrong. Below 64 MiB of memory no firmware can boot, and a volume \
          that is too small holds nothing.\n\nKubeVirt refuses a VM without a CPU.",
    fr: French {
        summary: "quelque chose n'a aucun processeur, ou presque pas de mémoire ou de place",
        why: "Le plus souvent, l'unité est fausse. En dessous de 64 Mio de mémoire aucun \
              micrologiciel ne démarre, et un volume trop petit ne contient rien. KubeVirt refuse \
              une VM sans processeur.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4MiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Written(check),
};

const LEAST: Size = Size(64 * Size::MIB);
/// A disk of a VM: nothing is smaller than a partition with its alignment.
const LEAST_DISK: Size = Size(Size::MIB);
/// talos internal/app/machined/pkg/controllers/block volume_config: EPHEMERAL MinSize.
const LEAST_EPHEMERAL: Size = Size(2 * Size::GIB);

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    let vms = model
        .vms
        .iter()
        .map(|vm| ("VM", &vm.decl.name, vm.decl.cpu, Some(vm.decl.memory)));
    let vclusters = model
        .vclusters
        .iter()
        .map(|v| ("vcluster", &v.decl.name, v.decl.cpu, Some(v.decl.memory)));
    let hardware = model
        .hardware
        .iter()
        .map(|h| ("model", &h.name, h.cpu.cores, None));
    let namespaces = model
        .clubs
        .iter()
        .flat_map(|club| &club.decl.namespace)
        .map(|n| ("namespace", &n.name, n.cpu, Some(n.memory)));
    for (what, name, cpu, memory) in vms.chain(vclusters).chain(hardware).chain(namespaces) {
        if cpu.value == 0 {
            report.push(
                RULE.at(cpu.span, format!("{what} `{name}` has no CPU"))
                    .label("at least 1")
                    .help("write 1 or more"),
            );
        }
        if let Some(memory) = memory.filter(|memory| memory.value < LEAST) {
            let label = format!("{}; at least {LEAST}", memory.value);
            report.push(
                RULE.at(
                    memory.span,
                    format!("{what} `{name}` has hardly any memory"),
                )
                .label(label)
                .help(format!(
                    "did you mean `\"{}GiB\"`?",
                    (memory.value.bytes() / Size::MIB).max(1)
                )),
            );
        }
    }
    disks(cx, report);
    ephemeral(cx, report);
}

/// Blank disks; one with an image is held against its image elsewhere.
fn disks(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    for vm in model.vms.iter() {
        for disk in vm
            .disks
            .iter()
            .map(|disk| &disk.decl)
            .filter(|disk| disk.image.is_none() && disk.size.value < LEAST_DISK)
        {
            let label = format!("{}; at least {LEAST_DISK}", disk.size.value);
            report.push(
                RULE.at(
                    disk.size.span,
                    format!(
                        "disk `{}` of VM `{}` has hardly any room",
                        disk.name, vm.decl.name
                    ),
                )
                .label(label)
                .help("correct its unit: `GiB` for example"),
            );
        }
    }
}

fn ephemeral(cx: &Context<'_>, report: &mut Report) {
    for limit in crate::check::about::machines::machines(cx)
        .filter_map(|machine| machine.ephemeral.as_ref())
        .map(|ephemeral| ephemeral.max_size)
    {
        if limit.value < LEAST_EPHEMERAL {
            let label = format!("{}; Talos makes it {LEAST_EPHEMERAL} at least", limit.value);
            report.push(
                RULE.at(limit.span, "EPHEMERAL has hardly any room")
                    .label(label)
                    .help(
                        "write for example `max-size=\"100GiB\"`: images, logs and pods are kept \
                         there",
                    ),
            );
        }
    }
}
