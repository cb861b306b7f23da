//! `storage/redundancy`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Pool;
use crate::model::Storage;

pub static RULE: Rule = Rule {
    id: "storage/redundancy",
    level: Level::Error,
    since: "0.1.0",
    summary: "a pool says two things about its copies, or half a thing",
    why: "Ceph keeps whole copies of the data (`replicas`, at least 1), or splits it into chunks \
          (`data-chunks`, at least 2, and `coding-chunks`, at least 1). Rook refuses anything \
          else.",
    fr: French {
        summary: "un pool dit deux choses de ses copies, ou la moitié d'une",
        why: "Ceph garde des copies entières des données (`replicas`, au moins 1), ou les découpe \
              en morceaux (`data-chunks`, au moins 2, et `coding-chunks`, au moins 1). Rook refuse \
              tout le reste.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=3 data-chunks=2 coding-chunks=1
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=3
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    check: Check::Several(&[Check::Written(check), Check::Whole(one_kind)]),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(storage) = &cx.model.storage else {
        return;
    };
    for pool in storage.decl.pool.iter() {
        let found = wrong(pool);
        found.into_iter().for_each(|problem| report.push(problem));
    }
    filesystems(storage, report);
}

fn wrong(pool: &Pool) -> Option<Diagnostic> {
    let problem = |span, message: &str, label: &str| {
        RULE.at(span, format!("pool `{}` {message}", pool.name))
            .label(label.to_string())
    };
    match (&pool.replicas, &pool.data_chunks, &pool.coding_chunks) {
        (Some(replicas), Some(chunks), _) | (Some(replicas), None, Some(chunks)) => Some(
            problem(
                chunks.span,
                "is both replicated and erasure-coded",
                "or this",
            )
            .also(replicas.span, "either this")
            .help("remove `replicas`, or both kinds of chunks"),
        ),
        // `one_kind`
        (None, Some(_), None) | (None, None, Some(_)) => None,
        (None, Some(data), _) if data.value < 2 => Some(
            problem(
                data.span,
                "has less than two data chunks",
                "needs 2 at least",
            )
            .help("write `data-chunks=2` or more, or `replicas=3` in place of the chunks"),
        ),
        (None, _, Some(coding)) if coding.value == 0 => Some(
            problem(coding.span, "has no coding chunk", "nothing may be lost")
                .help("write `coding-chunks=2`"),
        ),
        (Some(replicas), None, None) if replicas.value == 0 => Some(
            problem(replicas.span, "keeps no copy", "keeps nothing").help("write `replicas=3`"),
        ),
        _ => None,
    }
}

fn filesystems(storage: &Storage, report: &mut Report) {
    for filesystem in storage
        .decl
        .filesystem
        .iter()
        .filter(|filesystem| filesystem.replicas.value == 0)
    {
        report.push(
            RULE.at(
                filesystem.replicas.span,
                format!("filesystem `{}` keeps no copy", filesystem.name),
            )
            .label("keeps nothing")
            .help("write `replicas=3`"),
        );
    }
}

/// Erasure coding needs both numbers.
fn one_kind(cx: &Context<'_>, report: &mut Report) {
    let pools = cx
        .model
        .storage
        .iter()
        .flat_map(|storage| &storage.decl.pool);
    for pool in pools.filter(|pool| pool.replicas.is_none()) {
        let only = match (&pool.data_chunks, &pool.coding_chunks) {
            (Some(only), None) | (None, Some(only)) => only,
            _ => continue,
        };
        report.push(
            RULE.at(
                only.span,
                format!("pool `{}` names one kind of chunk only", pool.name),
            )
            .label("the other is missing")
            .help("write both, for example `data-chunks=4 coding-chunks=2`"),
        );
    }
}
