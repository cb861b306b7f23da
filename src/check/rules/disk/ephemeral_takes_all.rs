//! `disk/ephemeral-takes-all`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, Use, Volume};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "disk/ephemeral-takes-all",
    level: Level::Error,
    since: "0.1.0",
    summary: "a volume shares the disk of Talos with EPHEMERAL, which has no limit",
    why: "The volume waits for room forever, and what needs its path below /var/mnt does not \
          start. EPHEMERAL is made first, and grows over all that is left of the disk.",
    fr: French {
        summary: "un volume partage le disque de Talos avec EPHEMERAL, qui n'a pas de limite",
        why: "EPHEMERAL est créé d'abord et prend tout ce qui reste du disque. Le volume attend \
              alors de la place pour toujours, et tout ce qui a besoin de son chemin sous /var/mnt \
              ne démarre pas.",
    },
    // talos docs storage-and-disk-management: EPHEMERAL without maxSize takes the rest of the disk
    wrong: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
    volume "models" disk="os" size="300GiB"
}
"#],
    right: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
    ephemeral max-size="100GiB"
    volume "models" disk="os" size="300GiB"
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::CLUSTER],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx.model.nodes.iter() {
        let Some(disk) = node
            .install_disk()
            .filter(|disk| disk.purpose.value == Use::Install)
        else {
            continue;
        };
        let Some(volume) = node
            .decl
            .volume
            .iter()
            .find(|volume| volume.disk == disk.name)
        else {
            continue;
        };
        if node.ephemeral_limit(&cx.model.cluster).is_none() {
            report.push(no_room(cx, node, disk, volume));
        }
    }
}

fn no_room(cx: &Context<'_>, node: &Node, disk: &Disk, volume: &Volume) -> Diagnostic {
    RULE.at(
        volume.disk.span,
        format!(
            "volume `{}` of node `{}` has no room",
            volume.name, node.decl.name
        ),
    )
    .label(
        "EPHEMERAL, where Talos keeps images and logs, takes the rest of this disk \
         first",
    )
    .also(disk.head.span, "the disk of Talos")
    .help(
        "add `ephemeral max-size=\"100GiB\"` to this node; or put the volume on a disk \
         with `use=volume`",
    )
    .help(format!(
        "if Talos is installed already, wipe EPHEMERAL after this change (no other \
         disk): `talosctl reset -n {} --system-labels-to-wipe EPHEMERAL --reboot`",
        cx.model.names().node_address(node)
    ))
}
