//! `disk/wrong-media`

use crate::check::about::disk_model::DiskModel;
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
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="nvme-SAMSUNG_MZQL2_S64HNE0T512345" size="4TB" media=hdd use=storage
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-WDC_WD40EFRX-68N32N0_WD-WCC7K1" size="4TB" media=ssd use=spare
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-CT500MX500SSD1_2214E6250003" size="500GB" media=hdd use=install
}
"#,
    ],
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
            let Some((what, help)) = other_bus(disk).or_else(|| other_model(disk)) else {
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
                .also(disk.id.span, format!("the name of {what}"))
                .help(help),
            );
        }
    }
}

/// What its model number says that the disk is, and what to write.
fn other_model(disk: &Disk) -> Option<(&'static str, &'static str)> {
    let model = DiskModel::of(&disk.id).contradicts(disk.media.value);
    Some(match disk.media.value {
        _ if !model => return None,
        Media::Hdd => (
            "a disk without moving parts",
            "write `media=ssd`, or correct the `id` if it is that of another disk",
        ),
        Media::Ssd | Media::Nvme => (
            "a disk that spins",
            "write `media=hdd`, or correct the `id` if it is that of another disk",
        ),
    })
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
            "a disk on NVMe",
            "write `media=nvme`, or correct the `id` if it is that of another disk",
        ),
        Media::Nvme if name.starts_with("ata-") => (
            "a disk on SATA",
            "write `media=ssd`, or `media=hdd` if it spins",
        ),
        _ => return None,
    })
}
