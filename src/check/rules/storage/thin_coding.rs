//! `storage/thin-coding`

use crate::capacity::hosts_with;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::{Pool, Redundancy};

pub static RULE: Rule = Rule {
    id: "storage/thin-coding",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an erasure coded pool has one coding chunk",
    why: "Ceph stops all reads and writes of such a pool while a single machine restarts: it wants \
          one chunk more than is needed to read. Every upgrade is an outage.",
    fr: French {
        summary: "un pool à codage d'effacement n'a qu'un morceau de codage",
        why: "Ceph arrête toutes les lectures et écritures d'un tel pool pendant qu'une seule \
              machine redémarre : il veut un morceau de plus qu'il n'en faut pour lire. Chaque \
              mise à niveau est une panne.",
    },
    // ceph docs rados/operations/erasure-code: min_size is k + 1
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true data-chunks=2 coding-chunks=1
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for pool in cx.model.pools().iter() {
        let Redundancy::Erasure { data, coding: 1 } = pool.redundancy else {
            continue;
        };
        let more = one_more(cx, pool, data);
        report.push(
            RULE.at(
                pool.redundancy_span,
                format!("pool `{}` stops while one machine restarts", pool.name),
            )
            .label("one coding chunk")
            .note(format!(
                "it is written on {} machines, and Ceph needs all {0} of them to be up",
                data.saturating_add(1)
            ))
            .help(format!(
                "{more}; or write `replicas=3` in place of the chunks, which takes three times the \
                 room of the data"
            ))
            .help(format!("for data that may wait, {}", RULE.accept())),
        );
    }
}

/// How to get a second coding chunk.
fn one_more(cx: &Context<'_>, pool: &Pool, data: u32) -> String {
    let (needed, have) = (data as usize + 2, hosts_with(cx.model, pool).len());
    match have >= needed {
        true => format!(
            "write `coding-chunks=2`: you have {have} machines with {} disks, and it needs \
             {needed}",
            pool.media
        ),
        false => format!(
            "add a machine with {} disks and write `coding-chunks=2`: it needs {needed}, and \
             you have {have}",
            pool.media
        ),
    }
}
