//! `disk/small-for-ceph`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "disk/small-for-ceph",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a disk brings Ceph less than its daemon costs",
    why: "Each disk takes 4 GiB of memory and half a CPU for its daemon, whatever its size. Below \
          100 GB it adds next to no room, fills first, and one full disk stops the writes of the \
          whole pool.",
    fr: French {
        summary: "un disque apporte à Ceph moins que son démon ne coûte",
        why: "Chaque disque prend 4 Gio de mémoire et un demi-processeur pour son démon, quelle \
              que soit sa taille. En dessous de 100 Go il n'ajoute presque pas de place, se \
              remplit le premier, et un seul disque plein arrête les écritures de tout le pool.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="80GB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Written(check),
};

/// Below, a disk is more work than use.
const SENSIBLE: Size = Size(100_000_000_000);

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let small = |size: Size| size < SENSIBLE && size >= super::too_small::LEAST;
        for disk in node.storage_disks().filter(|disk| small(disk.size.value)) {
            report.push(
                RULE.at(
                    disk.size.span,
                    format!(
                        "disk `{}` of node `{}` is small for Ceph",
                        disk.name, node.decl.name
                    ),
                )
                .label(format!(
                    "below {} it is hardly worth the 4 GiB of memory that its daemon needs",
                    SENSIBLE.like(cx.sources.text(disk.size.span))
                ))
                .help("leave it out with `use=spare`, or replace it with a larger disk"),
            );
        }
    }
}
