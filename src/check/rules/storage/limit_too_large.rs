//! `storage/limit-too-large`

use crate::capacity::{hosts_with, pool_bytes};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Media;
use crate::language::types::Size;
use crate::model::Pool;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "storage/limit-too-large",
    level: Level::Error,
    since: "0.1.0",
    summary: "pools may hold more than their disks can",
    why: "A limit is there to stop one pool before the disks are full. Above what fits it stops \
          nothing: the disks fill up, and Ceph then stops the writes of all pools at \
          once.\n\nSeveral limits on the same disks count together.",
    fr: French {
        summary: "des pools peuvent contenir plus que leurs disques",
        why: "Une limite est là pour arrêter un pool avant que les disques soient pleins. \
              Au-dessus de ce qui tient, elle n'arrête rien : les disques se remplissent, et Ceph \
              arrête alors les écritures de tous les pools à la fois. Plusieurs limites sur les \
              mêmes disques comptent ensemble.",
    },
    wrong: &[
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm limit="40TiB"
    pool "apps" media=hdd serves=apps default=#true
}
"#,
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm limit="3TiB"
    pool "apps" media=hdd serves=apps default=#true limit="2.5TiB"
}
"#,
    ],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm limit="2.5TiB"
    pool "apps" media=hdd serves=apps default=#true limit="2TiB"
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

/// A pool with a limit, and what it could hold alone.
type Limited<'m> = (&'m Pool, Spanned<Size>, Size);

fn check(cx: &Context<'_>, report: &mut Report) {
    let limited = |pool| -> Option<Limited<'_>> {
        let full = pool_bytes(&hosts_with(cx.model, pool), pool.redundancy).full;
        // None at all: `storage/too-few-hosts`.
        Some((pool, pool.limit?, full)).filter(|_| full > Size(0))
    };
    let all: Vec<Limited<'_>> = cx.model.pools().iter().filter_map(limited).collect();
    for media in Media::ALL {
        let of_class = || all.iter().filter(|(pool, ..)| pool.media.value == *media);
        let alone: Vec<_> = of_class()
            .filter(|(_, limit, full)| limit.value > *full)
            .collect();
        if alone.is_empty() {
            report.extend(together(&of_class().collect::<Vec<_>>()));
        }
        report.extend(alone.into_iter().map(above));
    }
}

fn above((pool, limit, full): &Limited<'_>) -> Diagnostic {
    RULE.at(
        limit.span,
        format!(
            "pool `{}` may hold {}, and its disks hold {full}",
            pool.name, limit.value
        ),
    )
    .label("stops nothing")
    .note(format!(
        "all {} disks, with {}: {full}",
        pool.media,
        pool.redundancy.words()
    ))
    .help(format!(
        "remove `limit=`, and Radier writes 85 % of what fits; or write less than {full}"
    ))
}

/// Each limit takes its part of the disks: all parts together are more than one.
fn together(all: &[&Limited<'_>]) -> Option<Diagnostic> {
    let part = |(_, limit, full): &&Limited<'_>| limit.bytes() as f64 / full.bytes() as f64;
    let parts: f64 = all.iter().map(part).sum();
    let [(first, ..), .., (last, limit, _)] = all else {
        return None;
    };
    (parts > 1.0).then(|| {
        let names: Vec<String> = all
            .iter()
            .map(|(pool, ..)| format!("`{}`", pool.name))
            .collect();
        let mut finding = RULE.at(
            limit.span,
            format!(
                "the limits of {} together are {:.0} % of what the {} disks hold",
                names.join(", "),
                parts * 100.0,
                last.media
            ),
        );
        finding.level = Level::Warning;
        let parts: Vec<String> = all
            .iter()
            .map(|limited| {
                let (pool, limit, full) = limited;
                format!("`{}` {} of {full}", pool.name, limit.value)
            })
            .collect();
        finding
            .label("with this one")
            .also(first.head, "and those of the other pools on these disks")
            .note(parts.join(", "))
            .help("lower them until they fit together, or add disks")
    })
}
