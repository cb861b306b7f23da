//! `disk/two-uses`

use crate::check::about::machines::disk_names;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, Use};
use crate::model::Node;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "disk/two-uses",
    level: Level::Error,
    since: "0.1.0",
    summary: "one disk has two owners",
    why: "Each disk belongs to the Talos installation, to Ceph, or to user volumes. With two \
          owners the second one finds the disk in use, or wipes what the first one wrote.",
    fr: French {
        summary: "un même disque a deux propriétaires",
        why: "Chaque disque appartient à l'installation de Talos, à Ceph, ou à des volumes. Avec \
              deux propriétaires, le second trouve le disque occupé, ou efface ce que le premier a \
              écrit.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-SSD_0000W4" size="500GB" media=ssd use=spare
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-SSD_0000W5" size="500GB" media=ssd use=spare
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let disks = &node.decl.disk;
        let mut known = Known::default();
        for disk in disks.iter() {
            if let Some(first) = known.first(disk) {
                report.push(same(cx, node, first, disk));
            }
        }
        volumes(node, report);
    }
}

/// Two lines that name one disk.
fn same(cx: &Context<'_>, node: &Node, first: &Disk, disk: &Disk) -> Diagnostic {
    RULE.at(
        disk.id.span,
        format!(
            "disks `{}` and `{}` of node `{}` have the same {}",
            first.name,
            disk.name,
            node.decl.name,
            if first.id.name() == disk.id.name() {
                "`id`"
            } else {
                "serial number"
            }
        ),
    )
    .label(format!("again here, for use={}", disk.purpose))
    .also(
        first.id.span,
        format!("first here, for use={}", first.purpose),
    )
    .help(
        "write the `id` of the other disk in one of the two lines, or remove one \
         if there is only one disk",
    )
    .help(disk_names(cx, node))
}

/// Volumes on disks that are for something else.
fn volumes(node: &Node, report: &mut Report) {
    let disks = &node.decl.disk;
    for volume in &node.decl.volume {
        let Some(disk) = disks.iter().find(|disk| disk.name == volume.disk) else {
            continue;
        };
        if matches!(disk.purpose.value, Use::Storage | Use::Spare) {
            report.push(
                RULE.at(
                    volume.disk.span,
                    format!(
                        "volume `{}` of node `{}` is on a disk with use={}",
                        volume.name, node.decl.name, disk.purpose
                    ),
                )
                .label("a volume would format this disk")
                .also(disk.purpose.span, "declared for something else")
                .help("put it on a disk with `use=volume`, or change the use of this one"),
            );
        }
    }
}

/// Disks of a machine by what tells them apart: two may be one under one name, or under two:
/// `ata-Maker_Model_SERIAL` and `scsi-SATA_Maker_Model_SERIAL`, or with the number of a namespace
/// at the end (systemd 60-persistent-storage.rules).
#[derive(Default)]
struct Known<'m> {
    by_model: FxHashMap<String, Vec<&'m Disk>>,
    by_serial: FxHashMap<&'m str, Vec<&'m Disk>>,
}

impl<'m> Known<'m> {
    /// The first disk that is this one under another name of the description, if there is one; then
    /// this one is known too.
    fn first(&mut self, disk: &'m Disk) -> Option<&'m Disk> {
        let bus = |disk: &'m Disk| disk.id.name().split('-').next();
        let alike = self
            .by_model
            .entry(model_and_serial(disk.id.name()).to_ascii_lowercase())
            .or_default();
        let serial = disk.id.serial().filter(|serial| {
            serial.len() >= 8
                && serial.bytes().any(|byte| byte.is_ascii_digit())
                && serial.bytes().any(|byte| byte.is_ascii_alphabetic())
        });
        let mut none = Vec::new();
        let of_serial = serial.map_or(&mut none, |serial| {
            self.by_serial.entry(serial).or_default()
        });
        let found = alike
            .iter()
            .find(|other| other.name != disk.name)
            .or_else(|| {
                of_serial
                    .iter()
                    .find(|other| bus(other) != bus(disk) && other.name != disk.name)
            })
            .copied();
        // Of each sort two differ enough: more would only be looked through.
        if alike.iter().all(|other| other.name != disk.name) && alike.len() < 2 {
            alike.push(disk);
        }
        if of_serial
            .iter()
            .all(|other| (bus(other), &other.name) != (bus(disk), &disk.name))
            && of_serial.len() < 4
        {
            of_serial.push(disk);
        }
        found
    }
}

/// Without the bus in front, and the namespace behind.
fn model_and_serial(name: &str) -> &str {
    let rest = ["scsi-SATA_", "ata-", "usb-", "scsi-"]
        .iter()
        .find_map(|bus| name.strip_prefix(bus))
        .unwrap_or(name);
    if name.starts_with("nvme-") {
        rest.strip_suffix("_1").unwrap_or(rest)
    } else {
        rest
    }
}
