//! `disk/too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;
use crate::language::{Disk, Use};

pub static RULE: Rule = Rule {
    id: "disk/too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "a disk is too small for Ceph",
    why: "Ceph skips disks below 5 GiB without an error. Most often GB was written for TB, and \
          every calculation about the storage is wrong.",
    fr: French {
        summary: "un disque est trop petit pour Ceph",
        why: "Ceph saute sans erreur les disques de moins de 5 Go. Le plus souvent, on a écrit GB \
              pour TB, et tous les calculs sur le stockage sont faux.",
    },
    // ceph-volume inventory: "Insufficient space (<5GB)"
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="4GB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Written(check),
};

pub(super) const LEAST: Size = Size(5 * Size::GIB);

/// A disk for Ceph that Ceph would skip. Sums over it prove nothing: its size is most often written
/// wrong.
pub(in crate::check) fn is(disk: &Disk) -> bool {
    disk.purpose.value == Use::Storage && disk.size.value < LEAST
}

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in node.storage_disks().filter(|disk| is(disk)) {
            report.push(
                RULE.at(
                    disk.size.span,
                    format!(
                        "disk `{}` of node `{}` is too small for Ceph",
                        disk.name, node.decl.name
                    ),
                )
                .label(format!("{}; {LEAST} at least", disk.size.value))
                .help(match disk.size.bytes() {
                    bytes @ ..1_000_000_000 => format!(
                        "did you mean `\"{}GB\"`? A disk that is so small has `use=spare`",
                        (bytes / 1_000_000).max(1)
                    ),
                    bytes => format!(
                        "did you mean `\"{}TB\"`? A disk that is so small has `use=spare`",
                        bytes / 1_000_000_000
                    ),
                }),
            );
        }
    }
}
