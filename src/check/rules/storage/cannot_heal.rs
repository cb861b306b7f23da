//! `storage/cannot-heal`

use super::overpromised::{fits, overcommitted, promised, sizes};
use crate::capacity::{ClassLedger, MoreDisks};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::FailureDomain;
use crate::language::types::Size;
use crate::model::Storage;

pub static RULE: Rule = Rule {
    id: "storage/cannot-heal",
    level: Level::Warning,
    since: "0.1.0",
    summary: "when a disk fails, what is promised no longer fits",
    why: "After a disk fails, Ceph makes the lost copies anew on the other disks, on their own \
          machines where each machine holds one copy. When those fill to 90 % it stops, and the \
          data stays with one copy too few until a new disk is there.",
    fr: French {
        summary: "quand un disque tombe en panne, ce qui est promis ne tient plus",
        why: "Après la panne d'un disque, Ceph refait les copies perdues sur les autres disques, \
              et sur ceux de la même machine là où chaque machine a une copie. Quand ceux-ci sont \
              remplis à 90 %, il s'arrête, et il manque une copie aux données jusqu'à ce qu'un \
              nouveau disque soit là.",
    },
    wrong: &[r#"
club "archive" {
    quota { cpu 4; memory "8GiB"; storage "2400GiB"; }
}
"#],
    right: &[r#"
club "archive" {
    quota { cpu 4; memory "8GiB"; storage "1TiB"; }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::STORAGE, sums::CLUBS],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(storage) = &cx.model.storage else {
        return;
    };
    for class in &cx.classes {
        let heals =
            Size((class.bytes.after_disk.bytes() as f64 * storage.decl.overcommit.0) as u64);
        // More than there is at all: `storage/overpromised`. Too few machines to heal at all:
        // `storage/no-spare-host`.
        if class.promised > class.limit
            || class.promised <= heals
            || class.bytes.after_disk == Size(0)
        {
            continue;
        }
        report.push(lacks(class, storage, heals));
    }
}

fn lacks(class: &ClassLedger<'_>, storage: &Storage, heals: Size) -> Diagnostic {
    let less = class.too_much(heals);
    RULE.at(
        class.pool.head,
        format!(
            "after the loss of one {} disk, Ceph could not restore all copies",
            class.pool.media
        ),
    )
    .label(format!(
        "{} on {}",
        class.pool.redundancy.words(),
        sizes(&class.hosts)
    ))
    .note(format!(
        "without one disk there is room for {}: the others can hold {} of data, x 0.9 \
         where Ceph stops copying{}, / 1.2 for snapshots",
        fits(class, heals),
        class.bytes.left,
        overcommitted(storage)
    ))
    .note(promised(class))
    .note("no data is lost yet, but a second failure could lose some")
    .help(format!(
        "lower `storage` in `quota` blocks by {less} in all, or {}; or {}",
        more_disks(class, storage),
        RULE.accept()
    ))
}

fn more_disks(class: &ClassLedger<'_>, storage: &Storage) -> String {
    let (media, domain) = (
        class.pool.media,
        match class.pool.failure_domain.value {
            FailureDomain::Host => "machine",
            FailureDomain::Rack => "rack",
        },
    );
    match class.more_disks(storage.decl.overcommit.0) {
        MoreDisks::In(host, size) => format!(
            "add one more {media} disk of {} with `use=storage` to {domain} `{host}`",
            size.written()
        ),
        MoreDisks::Elsewhere(size) => format!(
            "add a {domain} with one {media} disk of {} with `use=storage`",
            size.written()
        ),
        MoreDisks::Several => format!("add several {media} disks with `use=storage`"),
    }
}
