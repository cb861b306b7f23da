//! `disk/wrong-media`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::{Disk, Media};

pub static RULE: Rule = Rule {
    id: "disk/wrong-media",
    level: Level::Error,
    since: "0.1.0",
    summary: "the name of a disk says another kind than its `media`",
    why: "The device class of a disk in Ceph comes from `media`. A disk in the wrong class puts \
          data that needs a fast disk on a slow one, and moving it to the right class later copies \
          all of its data.",
    fr: French {
        summary: "le nom d'un disque dit une autre sorte que son `media`",
        why: "La classe d'un disque dans Ceph vient de `media`. Un disque dans la mauvaise classe \
              met des données qui veulent un disque rapide sur un disque lent, et le déplacer plus \
              tard recopie toutes ses données.",
    },
    // udev 60-persistent-storage.rules: the prefix is the bus
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="nvme-SAMSUNG_MZQL2_S64HNE0T512345" size="4TB" media=hdd use=storage
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

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in node.decl.disk.iter() {
            let Some((bus, help)) = other_bus(disk) else {
                continue;
            };
            report.push(
                RULE.at(
                    disk.media.span,
                    format!(
                        "disk `{}` of node `{}` is not `{}`",
                        disk.name, node.decl.name, disk.media
                    ),
                )
                .label("its name says otherwise")
                .also(disk.id.span, format!("the name of a disk on {bus}"))
                .help(help),
            );
        }
    }
}

/// What the name says that the disk is on, and what to write.
fn other_bus(disk: &Disk) -> Option<(&'static str, &'static str)> {
    let name = disk
        .id
        .0
        .strip_prefix("/dev/disk/by-id/")
        .unwrap_or(&disk.id.0);
    Some(match disk.media.value {
        Media::Hdd | Media::Ssd if name.starts_with("nvme-") => (
            "NVMe",
            "write `media=nvme`, or correct the `id` if it is that of another disk",
        ),
        Media::Hdd if name.to_ascii_uppercase().contains("SSD") => (
            "SATA, without moving parts",
            "write `media=ssd`, or correct the `id` if it is that of another disk",
        ),
        Media::Nvme if name.starts_with("ata-") => {
            ("SATA", "write `media=ssd`, or `media=hdd` if it spins")
        }
        _ => return None,
    })
}
