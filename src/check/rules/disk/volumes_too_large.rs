//! `disk/volumes-too-large`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::language::{Disk, Use, Volume};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "disk/volumes-too-large",
    level: Level::Error,
    since: "0.1.0",
    summary: "the volumes of a disk are larger than the disk",
    why: "Talos makes volumes one after the other, and waits forever with the one that does not \
          fit. The machine is up, and everything that wants its path below /var/mnt is not.",
    fr: French {
        summary: "les volumes d'un disque sont plus grands que le disque",
        why: "Talos crée les volumes l'un après l'autre, et attend pour toujours avec celui qui ne \
              tient pas. La machine tourne, mais rien de ce qui a besoin de son chemin sous \
              /var/mnt.",
    },
    // talos internal/app/machined/pkg/controllers/block/volume_manager.go: a volume without room
    // stays in phase waiting
    wrong: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
    disk "v1" id="ata-SSD_0000V1" size="480GB" media=ssd use=volume
    volume "models" disk="v1" size="300GiB"
    volume "scratch" disk="v1" size="200GiB"
}
"#],
    right: &[
        r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
    disk "v1" id="ata-SSD_0000V1" size="480GB" media=ssd use=volume
    volume "models" disk="v1" size="300GiB"
    volume "scratch" disk="v1" size="100GiB"
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "v1" id="ata-SSD_0000V4" size="100GiB" media=ssd use=volume
    volume "exactly" disk="v1" size="102398MiB"
}
"#,
    ],
    check: Check::Whole(check),
};

/// The table of partitions at both ends of the disk.
const TABLE: u64 = 2 << 20;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx.model.nodes.iter() {
        // On the disk of Talos: `disk/install-too-small`.
        for disk in node
            .decl
            .disk
            .iter()
            .filter(|disk| disk.purpose.value == Use::Volume)
        {
            let volumes = || {
                node.decl
                    .volume
                    .iter()
                    .filter(|volume| volume.disk == disk.name)
            };
            let needed: Size = volumes().map(|volume| volume.size.value).sum();
            let Some(last) = volumes()
                .next_back()
                .filter(|_| needed.0 + TABLE > disk.size.bytes())
            else {
                continue;
            };
            let sizes: Vec<String> = volumes()
                .map(|volume| format!("{} {}", volume.name, volume.size.value))
                .collect();
            report.push(too_large(node, disk, last, needed, &sizes));
        }
    }
}

fn too_large(
    node: &Node,
    disk: &Disk,
    last: &Volume,
    needed: Size,
    sizes: &[String],
) -> Diagnostic {
    RULE.at(
        last.size.span,
        format!(
            "volumes of disk `{}` of node `{}` do not fit",
            disk.name, node.decl.name
        ),
    )
    .label(format!("with this one, they need {needed}"))
    .also(disk.size.span, format!("the disk has {}", disk.size.value))
    .note(format!(
        "{}; the one that does not fit waits forever",
        sizes.join(" + ")
    ))
    .help(format!(
        "make them {} smaller in all, or move one to another disk with its `disk=`",
        Size(needed.0 + TABLE - disk.size.bytes())
    ))
}
