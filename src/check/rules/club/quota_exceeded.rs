//! `club/quota-exceeded`

use crate::capacity::ClubLedger;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "club/quota-exceeded",
    level: Level::Error,
    since: "0.1.0",
    summary: "a club has more than its quota",
    why: "The quota is the club's total. What goes beyond it is refused by Kubernetes: the last VM \
          does not start, and a live migration, which needs the largest VM twice for a while, \
          hangs and holds up the upgrade of a machine.",
    fr: French {
        summary: "un club a plus que son quota",
        why: "Le quota est le total du club. Ce qui dépasse est refusé par Kubernetes : la \
              dernière VM ne démarre pas, et une migration à chaud, qui a besoin un moment de deux \
              fois la plus grande VM, se bloque et retient la mise à niveau d'une machine.",
    },
    wrong: r#"
club "vision" {
    quota { cpu 2; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=4 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=4 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    check: Check::Sum(Sum {
        over: &[sums::CLUBS],
        each: true,
        unless: &[
            "vm/fits-nowhere",
            "storage/volume-too-large",
            "name/declared-twice",
        ],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for (at, club) in cx.model.clubs.iter().enumerate() {
        let quota = &club.decl.quota;
        let (vms, vclusters) = (|| cx.model.vms_of(at), || cx.model.vclusters_of(at));
        let name = &club.decl.name;
        let ledger = ClubLedger::new(cx.model, at);
        let carved = || vclusters().map(|vcluster| &vcluster.decl);
        let namespaces = || club.decl.namespace.iter();
        let cpu = ledger.vm_cpu + ledger.carved_cpu;
        if cpu > u64::from(quota.cpu.value) {
            let parts = vms()
                .map(|vm| vm.decl.cpu)
                .chain(carved().map(|part| part.cpu))
                .chain(namespaces().map(|part| part.cpu));
            let problem = RULE
                .at(
                    quota.cpu.span,
                    format!("club `{name}` uses more CPUs than its quota allows"),
                )
                .label(format!("{cpu} are needed"))
                .note(format!(
                    "{cpu} = {} of VMs + {} of vclusters and namespaces; {REFUSED}",
                    ledger.vm_cpu, ledger.carved_cpu
                ))
                .help(format!(
                    "raise `cpu` to {cpu}, or write less for VMs, vclusters or namespaces of the \
                     club"
                ));
            report.push(pointing_at(problem, parts));
        }
        let memory = Size(
            ledger.vm_memory.bytes() + ledger.migration.bytes() + ledger.carved_memory.bytes(),
        );
        if memory > quota.memory.value {
            let parts = vms()
                .map(|vm| vm.decl.memory)
                .chain(carved().map(|part| part.memory))
                .chain(namespaces().map(|part| part.memory));
            let (of_vms, largest, carved) =
                (ledger.vm_memory, ledger.migration, ledger.carved_memory);
            let problem = RULE
                .at(
                    quota.memory.span,
                    format!("club `{name}` uses more memory than its quota allows"),
                )
                .label(format!("{memory} are needed"))
                .note(format!(
                    "{memory} = {of_vms} of VMs + {largest} to migrate the largest + {carved} of \
                     vclusters and namespaces; {REFUSED}"
                ))
                .help(format!(
                    "raise `memory` to {}GiB, or write less for VMs, vclusters or namespaces of \
                     the club",
                    memory.bytes().div_ceil(Size::GIB)
                ));
            report.push(pointing_at(problem, parts));
        }
        let storage =
            Size(ledger.vm_storage.bytes() + ledger.import.bytes() + ledger.carved_storage.bytes());
        if storage > quota.storage.value {
            let disks = vms().flat_map(|vm| &vm.disks).map(|disk| disk.decl.size);
            let parts = disks
                .chain(carved().map(|part| part.storage))
                .chain(namespaces().map(|part| part.storage));
            let (of_vms, import, carved) =
                (ledger.vm_storage, ledger.import, ledger.carved_storage);
            let problem = RULE
                .at(
                    quota.storage.span,
                    format!("club `{name}` uses more storage than its quota allows"),
                )
                .label(format!("{storage} are needed"))
                .note(format!(
                    "{storage} = {of_vms} of disks of VMs + {import} to make the largest blank one \
                     + {carved} of vclusters and namespaces; new disks are refused beyond"
                ))
                .help(format!(
                    "raise `storage` to {}GiB, or make a disk smaller",
                    storage.bytes().div_ceil(Size::GIB)
                ));
            report.push(pointing_at(problem, parts));
        }
        if let Some(vms) = quota.vms.filter(|vms| ledger.vms > u64::from(vms.value)) {
            report.push(
                RULE.at(
                    vms.span,
                    format!("club `{name}` has more VMs than its quota allows"),
                )
                .label(format!("{} are declared", ledger.vms))
                .help(format!("raise `vms` to {}, or remove a VM", ledger.vms)),
            );
        }
    }
}

/// What Kubernetes does beyond a quota.
const REFUSED: &str = "beyond the quota, what starts last is refused and stays off";

/// Also shows the largest of the things that were added up.
fn pointing_at<T: Ord + Copy>(
    problem: Diagnostic,
    parts: impl Iterator<Item = Spanned<T>>,
) -> Diagnostic {
    match parts.max_by_key(|part| part.value) {
        Some(largest) => problem.also(largest.span, "the largest part"),
        None => problem,
    }
}
