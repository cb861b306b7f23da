//! `storage/single-copy`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Redundancy;

pub static RULE: Rule = Rule {
    id: "storage/single-copy",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a pool keeps one or two copies",
    why: "With one copy, a broken disk takes its data along. With two, Ceph cannot tell which copy \
          is right when they differ, and accepts writes on a single one while a machine restarts.",
    fr: French {
        summary: "un pool garde une ou deux copies",
        why: "Avec une copie, un disque cassé est une perte de données. Avec deux, Ceph ne sait \
              pas laquelle est juste quand elles diffèrent, et accepte des écritures sur une seule \
              pendant qu'une machine redémarre.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=1
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=3
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for pool in cx.model.pools().iter() {
        if let Redundancy::Replicated { copies: 1 | 2 } = pool.redundancy {
            report.push(
                RULE.at(
                    pool.redundancy_span,
                    format!("pool `{}` keeps {}", pool.name, pool.redundancy.words()),
                )
                .label(
                    if matches!(pool.redundancy, Redundancy::Replicated { copies: 1 }) {
                        "if a disk breaks, its data is lost"
                    } else {
                        "a second failure loses data"
                    },
                )
                .help(format!(
                    "write `replicas=3`; for data that may be lost, {}",
                    RULE.accept()
                )),
            );
        }
    }
}
