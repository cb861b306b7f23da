//! `storage/disk-in-no-pool`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "storage/disk-in-no-pool",
    level: Level::Warning,
    since: "0.1.0",
    summary: "no pool uses a disk of this kind",
    why: "Ceph turns the disk into an OSD and puts nothing on it: its bytes are lost to every \
          pool, and nobody notices.",
    fr: French {
        summary: "aucun pool n'utilise un disque de cette sorte",
        why: "Ceph fait du disque un OSD et n'y met rien : ses octets sont perdus pour tous les \
              pools, et personne ne le remarque.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-SSD_0000W5" size="4TB" media=ssd use=storage
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-SSD_0000W5" size="4TB" media=ssd use=spare
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::STORAGE],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if cx.model.pools().is_empty() {
        return;
    }
    for node in &cx.model.nodes {
        for disk in node.storage_disks() {
            if !cx
                .model
                .pools()
                .iter()
                .any(|pool| pool.media.value == disk.media.value)
            {
                report.push(
                    RULE.at(
                        disk.media.span,
                        format!(
                            "disk `{}` of node `{}` is in no pool",
                            disk.name, node.decl.name
                        ),
                    )
                    .label(format!("no pool has media={}", disk.media))
                    .help(format!(
                        "write `use=spare` to keep it for later, correct `media`, or add a pool \
                         with `media={}`, on as many machines as it has copies",
                        disk.media
                    )),
                );
            }
        }
    }
}
