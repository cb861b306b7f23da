//! `club/quota-exceeded`

use crate::capacity::ClubLedger;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::language::{self, ClubNamespace};
use crate::model::{Club, Model, Vm};
use crate::source::{Span, Spanned};

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
    wrong: &[r#"
club "vision" {
    quota { cpu 2; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=4 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=4 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
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
        let used = Used {
            model: cx.model,
            at,
            club,
            ledger: ClubLedger::new(cx.model, at),
        };
        let findings = [used.cpu(), used.memory(), used.storage(), used.vms()];
        findings
            .into_iter()
            .flatten()
            .for_each(|problem| report.push(problem));
    }
}

/// What a club uses, held against its quota, one kind of it at a time.
struct Used<'m> {
    model: &'m Model,
    /// Of the club in the model.
    at: usize,
    club: &'m Club,
    ledger: ClubLedger,
}

impl Used<'_> {
    fn cpu(&self) -> Option<Diagnostic> {
        let (quota, ledger) = (self.club.decl.quota.cpu, &self.ledger);
        let cpu = ledger.vm_cpu + ledger.carved_cpu;
        if cpu <= u64::from(quota.value) {
            return None;
        }
        let parts = self.of_vms().map(|vm| vm.decl.cpu);
        let parts = parts
            .chain(self.vclusters().map(|part| part.cpu))
            .chain(self.namespaces().map(|part| part.cpu));
        let problem = self
            .exceeds(quota.span, "uses more CPUs", cpu)
            .note(format!(
                "{cpu} = {} of VMs + {} of vclusters and namespaces; {REFUSED}",
                ledger.vm_cpu, ledger.carved_cpu
            ))
            .help(format!(
                "raise `cpu` to {cpu}, or write less for VMs, vclusters or namespaces of the club"
            ));
        Some(pointing_at(problem, parts))
    }

    fn memory(&self) -> Option<Diagnostic> {
        let quota = self.club.decl.quota.memory;
        let ledger = &self.ledger;
        let (of_vms, largest, carved) = (ledger.vm_memory, ledger.migration, ledger.carved_memory);
        let memory = Size(of_vms.bytes() + largest.bytes() + carved.bytes());
        if memory <= quota.value {
            return None;
        }
        let parts = self.of_vms().map(|vm| vm.decl.memory);
        let parts = parts
            .chain(self.vclusters().map(|part| part.memory))
            .chain(self.namespaces().map(|part| part.memory));
        let problem = self
            .exceeds(quota.span, "uses more memory", memory)
            .note(format!(
                "{memory} = {of_vms} of VMs + {largest} to migrate the largest + {carved} of \
                 vclusters and namespaces; {REFUSED}"
            ))
            .help(format!(
                "raise `memory` to {}GiB, or write less for VMs, vclusters or namespaces of the \
                 club",
                memory.bytes().div_ceil(Size::GIB)
            ));
        Some(pointing_at(problem, parts))
    }

    fn storage(&self) -> Option<Diagnostic> {
        let quota = self.club.decl.quota.storage;
        let ledger = &self.ledger;
        let (of_vms, import, carved) = (ledger.vm_storage, ledger.import, ledger.carved_storage);
        let storage = Size(of_vms.bytes() + import.bytes() + carved.bytes());
        if storage <= quota.value {
            return None;
        }
        let disks = self.of_vms().flat_map(|vm| &vm.disks);
        let parts = disks
            .map(|disk| disk.decl.size)
            .chain(self.vclusters().map(|part| part.storage))
            .chain(self.namespaces().map(|part| part.storage));
        let problem = self
            .exceeds(quota.span, "uses more storage", storage)
            .note(format!(
                "{storage} = {of_vms} of disks of VMs + {import} to make the largest blank one + \
                 {carved} of vclusters and namespaces; new disks are refused beyond"
            ))
            .help(format!(
                "raise `storage` to {}GiB, or make a disk smaller",
                storage.bytes().div_ceil(Size::GIB)
            ));
        Some(pointing_at(problem, parts))
    }

    fn vms(&self) -> Option<Diagnostic> {
        let declared = self.ledger.vms;
        let quota = self.club.decl.quota.vms?;
        let problem = RULE.at(
            quota.span,
            format!(
                "club `{}` has more VMs than its quota allows",
                self.club.decl.name
            ),
        );
        (declared > u64::from(quota.value)).then(|| {
            problem
                .label(format!("{declared} are declared"))
                .help(format!("raise `vms` to {declared}, or remove a VM"))
        })
    }

    fn exceeds(&self, quota: Span, does: &str, needed: impl std::fmt::Display) -> Diagnostic {
        let name = &self.club.decl.name;
        RULE.at(quota, format!("club `{name}` {does} than its quota allows"))
            .label(format!("{needed} are needed"))
    }

    fn of_vms(&self) -> impl Iterator<Item = &Vm> {
        self.model.vms_of(self.at)
    }

    fn vclusters(&self) -> impl Iterator<Item = &language::Vcluster> {
        self.model
            .vclusters_of(self.at)
            .map(|vcluster| &vcluster.decl)
    }

    fn namespaces(&self) -> impl Iterator<Item = &ClubNamespace> {
        self.club.decl.namespace.iter()
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
