//! `storage/slow-coding`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Media;
use crate::model::{Purpose, Redundancy};

pub static RULE: Rule = Rule {
    id: "storage/slow-coding",
    level: Level::Warning,
    since: "0.1.0",
    summary: "disks of VMs are erasure coded on spinning disks",
    why: "A small write to an erasure-coded pool reads and writes a piece on every machine. A \
          spinning disk does about a hundred of these a second, and a VM that installs updates \
          waits for minutes.",
    fr: French {
        summary: "des disques de VM sont à codage d'effacement sur des disques durs",
        why: "Une petite écriture dans un pool à codage d'effacement lit et écrit un morceau sur \
              chaque machine. Un disque dur fait une centaine de ces opérations par seconde, et \
              une VM qui installe des mises à jour attend des minutes.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm data-chunks=2 coding-chunks=2
    pool "apps" media=hdd serves=apps default=#true
}
allow "storage/no-spare-host" reason="four machines"
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
        let coded = matches!(pool.redundancy, Redundancy::Erasure { .. });
        if coded && pool.purpose == Purpose::Vm && pool.media.value == Media::Hdd {
            report.push(
                RULE.at(
                    pool.redundancy_span,
                    format!(
                        "pool `{}` keeps VM disks as {}",
                        pool.name,
                        pool.redundancy.words()
                    ),
                )
                .label("each small write touches every machine")
                .also(pool.media.span, "spinning disks")
                .help(
                    "write `replicas=3` in place of the chunks; a pool that holds data cannot be \
                     changed: add another one, and move the disks of the VMs",
                ),
            );
        }
    }
}
