//! `disk/unstable-name`

use crate::check::about::machines::disk_names;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Use;

pub static RULE: Rule = Rule {
    id: "disk/unstable-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "a disk is called by a name that can move",
    why: "Linux gives out names such as sdb in the order in which disks answer. Pull a USB stick, \
          add a disk, update the kernel, and sdb is another disk. The installer wipes whatever has \
          the name at that moment, and Ceph takes it. Names under /dev/disk/by-id hold the serial \
          number and never move.",
    fr: French {
        summary: "un disque est désigné par un nom qui peut changer",
        why: "Linux distribue les noms comme sdb dans l'ordre où les disques répondent. Retirez \
              une clé USB, ajoutez un disque, mettez le noyau à jour, et sdb est un autre disque. \
              L'installateur efface celui qui porte le nom à ce moment, et Ceph le prend. Les noms \
              de /dev/disk/by-id contiennent le numéro de série et ne changent jamais.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="/dev/sdb" size="500GB" media=ssd use=install
}
"#],
    right: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-CT500MX500SSD1_2214E6000004" size="500GB" media=ssd use=install
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="nvme-Samsung_SSD_980_S64ANS0T1" size="500GB" media=nvme use=install
    disk "a" id="scsi-35000c500a1b2c3d4" size="4TB" media=hdd use=spare
    disk "b" id="wwn-0x5000c500a1b2c3d5" size="4TB" media=hdd use=spare
    disk "c" id="virtio-a1b2c3d4" size="4TB" media=hdd use=spare
    disk "d" id="mmc-SD64G_0x1a2b3c4d" size="64GB" media=ssd use=spare
    disk "e" id="sas-0x5000c500a1b2c3d6" size="4TB" media=hdd use=spare
    disk "f" id="dm-uuid-mpath-35000c500a1b2c3d7" size="4TB" media=hdd use=spare
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in node.decl.disk.iter() {
            let Some(reason) = moves(&disk.id.0) else {
                continue;
            };
            report.push(
                RULE.at(
                    disk.id.span,
                    format!(
                        "disk `{}` of node `{}` is called `{}`",
                        disk.name, node.decl.name, disk.id
                    ),
                )
                .label(reason)
                .note(danger(disk.purpose.value))
                .help(
                    "write the name that it has below `/dev/disk/by-id`, such as \
                     `ata-CT500MX500SSD1_2214E6000001`: the size and the serial number tell which \
                     one",
                )
                .help(disk_names(cx, node)),
            );
        }
    }
}

/// What happens to the disk that has the name.
fn danger(purpose: Use) -> &'static str {
    match purpose {
        Use::Install => "the installer wipes whichever disk has this name at that moment",
        Use::Storage => {
            "Ceph overwrites whichever disk has this name at that moment, if it looks \
             empty"
        }
        Use::Volume => {
            "Talos formats whichever disk has this name at that moment, if it looks \
             empty"
        }
        Use::Spare => "the runbook would wipe whichever disk has this name at that moment",
    }
}

/// Why a name can move, if it can.
fn moves(id: &str) -> Option<&'static str> {
    let name = id.strip_prefix("/dev/disk/by-id/").unwrap_or(id);
    if BUSES.iter().any(|bus| name.starts_with(bus)) {
        return None;
    }
    if id.starts_with("/dev/disk/by-path/")
        || id.starts_with("/dev/disk/by-diskseq/")
        || id.starts_with("pci-")
    {
        return Some("names the slot, not the disk: whatever is plugged in there has this name");
    }
    let kernel = id.strip_prefix("/dev/").unwrap_or(id);
    let is = |prefix: &str| {
        kernel.strip_prefix(prefix).is_some_and(|rest| {
            (1..=3).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    let nvme = kernel
        .strip_prefix("nvme")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is("sd") || is("vd") || is("hd") || is("xvd") || nvme {
        return Some("Linux may give this name to another disk at the next boot");
    }
    Some(
        "not a name under `/dev/disk/by-id`: those start with `ata-`, `nvme-`, `scsi-`, `wwn-` or \
         `usb-`",
    )
}

/// With these begin names that are made of the serial number of a disk.
const BUSES: [&str; 9] = [
    "ata-",
    "nvme-",
    "scsi-",
    "wwn-",
    "usb-",
    "virtio-",
    "mmc-",
    "sas-",
    "dm-uuid-mpath-",
];
