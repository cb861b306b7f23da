//! `storage/overpromised`

use crate::capacity::{ClassLedger, Hosts};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::{Factor, Size};
use crate::model::Storage;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    id: "storage/overpromised",
    level: Level::Error,
    since: "0.1.0",
    summary: "more storage is promised than there is",
    why: "Quotas are promises. When the fullest disk reaches 95 %, Ceph stops all writes of all \
          clubs at once, and every VM stands still: nothing refuses a volume before that.",
    fr: French {
        summary: "on promet plus de stockage qu'il n'y en a",
        why: "Les quotas sont des promesses. Quand le disque le plus plein atteint 95 %, Ceph \
              arrête toutes les écritures de tous les clubs à la fois, et toutes les VM se figent \
              : rien ne refuse un volume avant cela.",
    },
    // rook#4620, #5484
    wrong: &[r#"
club "archive" {
    quota { cpu 4; memory "8GiB"; storage "40TiB"; }
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
    let Some(storage) = cx.model.storage.as_ref() else {
        return;
    };
    for class in &cx.classes {
        if class.promised <= class.limit || class.bytes.full.bytes() == 0 {
            continue;
        }
        let less = class.too_much(class.limit);
        let media = class.pool.media;
        // Rounded up: what is written must be enough.
        let enough =
            (class.promised.bytes() as f64 / class.bytes.plan.bytes() as f64 * 10.0).ceil() / 10.0;
        report.push(
            largest(cx, class, less)
                .note(promised(class))
                .note(format!(
                    "there is room for {}: {} on {} = {}, x 0.85 where Ceph warns{}, / 1.2 for \
                     snapshots",
                    fits(class, class.limit),
                    class.pool.redundancy.words(),
                    sizes(&class.hosts),
                    class.bytes.full,
                    overcommitted(storage)
                ))
                .note("when disks are full, Ceph stops everybody's writes")
                .help(match enough {
                    ..=Factor::MOST => format!(
                        "lower `storage` in `quota` blocks by {less} in all, or add {media} disks; \
                         if volumes are rarely full, write `overcommit {enough:.1}` in `storage`"
                    ),
                    _ => format!(
                        "lower `storage` in `quota` blocks by {less} in all, or add {media} disks"
                    ),
                }),
        );
    }
}

/// Points at the largest promise.
fn largest(cx: &Context<'_>, class: &ClassLedger<'_>, less: Size) -> Diagnostic {
    let mut clubs: Vec<_> = cx
        .model
        .clubs
        .iter()
        .filter(|_| class.takes_quotas)
        .collect();
    clubs.sort_by_key(|club| Reverse(club.decl.quota.storage.value));
    let at = clubs
        .first()
        .map_or(class.pool.head, |club| club.decl.quota.storage.span);
    RULE.at(
        at,
        format!(
            "{less} more is promised than the {} disks can hold",
            class.pool.media
        ),
    )
    .label(clubs.first().map_or_else(
        || {
            format!(
                "{} on {} disks",
                class.pool.redundancy.words(),
                class.pool.media
            )
        },
        |club| format!("the largest promise, to club `{}`", club.decl.name),
    ))
}

/// The sum of what is promised, in words.
pub(super) fn promised(class: &ClassLedger<'_>) -> String {
    let parts = [
        (class.quotas, "quotas"),
        (class.disks, "disks of VMs"),
        (class.images, "images"),
        (class.dearer, "for more copies in other pools"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(size, _)| *size > Size(0))
        .map(|(size, what)| format!("{size} {what}"))
        .collect();
    format!("promised: {} = {}", parts.join(" + "), Size(asked(class)))
}

/// Bytes of all that is promised, without what snapshots add.
fn asked(class: &ClassLedger<'_>) -> u64 {
    [class.quotas, class.disks, class.images, class.dearer]
        .iter()
        .fold(0, |sum, size| sum.saturating_add(size.bytes()))
}

/// How much may be promised for a limit on what is stored.
pub(super) fn fits(class: &ClassLedger<'_>, limit: Size) -> Size {
    Size(asked(class).saturating_sub(class.too_much(limit).bytes()))
}

/// A factor of a sum, where there is one.
pub(super) fn overcommitted(storage: &Storage) -> String {
    if storage.decl.overcommit.0 == 1.0 {
        String::new()
    } else {
        format!(", x {} overcommit", storage.decl.overcommit)
    }
}

/// What machines or racks have for data, the largest first: `2 x 5.35 TiB + 1 x 3.57 TiB`.
pub(super) fn sizes(hosts: &[Hosts]) -> String {
    let mut counts: BTreeMap<Reverse<u64>, usize> = BTreeMap::new();
    hosts
        .iter()
        .for_each(|host| *counts.entry(Reverse(host.bytes())).or_default() += 1);
    let words: Vec<String> = counts
        .iter()
        .take(MOST_SIZES)
        .map(|(bytes, count)| format!("{count} x {}", Size(bytes.0)))
        .collect();
    let more = if counts.len() > MOST_SIZES {
        " + smaller ones"
    } else {
        ""
    };
    format!("{}{more}", words.join(" + "))
}

const MOST_SIZES: usize = 4;
