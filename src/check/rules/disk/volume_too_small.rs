//! `disk/volume-too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;
use crate::language::{Filesystem, Volume};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "disk/volume-too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "a volume is too small for its file system",
    why: "The partition is made, and the file system refuses to be: the volume fails at every \
          boot, and its path below /var/mnt does not exist.",
    fr: French {
        summary: "un volume est trop petit pour son système de fichiers",
        why: "La partition est créée, et le système de fichiers ne peut pas l'être : le volume \
              échoue à chaque démarrage, et son chemin sous /var/mnt n'existe pas.",
    },
    // xfsprogs mkfs/xfs_mkfs.c validate_supported: 300 MiB; cryptsetup LUKS2: 16 MiB of header.
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    ephemeral max-size="100GiB"
    volume "data" disk="os" size="10MiB"
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    ephemeral max-size="100GiB"
    volume "data" disk="os" size="300MiB"
    encryption { volume "data" key=node-id; }
}
"#,
    ],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    ephemeral max-size="100GiB"
    volume "data" disk="os" size="300MiB"
    volume "small" disk="os" size="100MiB" filesystem=ext4
}
"#],
    check: Check::Written(check),
};

/// Header of LUKS2 before the data.
const HEADER: u64 = 16 * Size::MIB;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for volume in &node.decl.volume {
            let least = least(node, volume);
            if volume.size.bytes() >= least {
                continue;
            }
            report.push(
                RULE.at(
                    volume.size.span,
                    format!(
                        "volume `{}` of node `{}` is too small for {}",
                        volume.name, node.decl.name, volume.filesystem.value
                    ),
                )
                .label(format!("{} at least", Size(least)))
                .help(format!("write `size=\"{}MiB\"` or more", least / Size::MIB)),
            );
        }
    }
}

/// Bytes that the file system needs, with the header of encryption.
fn least(node: &Node, volume: &Volume) -> u64 {
    let filesystem = match volume.filesystem.value {
        Filesystem::Xfs => 300 * Size::MIB,
        // Of ext4 one block group, with its journal.
        Filesystem::Ext4 => 16 * Size::MIB,
    };
    let mut encrypted = node.encryption.iter();
    let is_encrypted = encrypted.any(|of| of.volume.value == volume.name.value.0.as_str());
    filesystem + if is_encrypted { HEADER } else { 0 }
}
