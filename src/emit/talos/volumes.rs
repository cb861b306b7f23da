//! STATE, EPHEMERAL and user volumes: sizes and encryption.

use super::install::by_id;
use super::piece::Piece;
use crate::language::{Key, Use};
use crate::model::{Model, Node, VolumeEncryption};
use crate::yaml::{Value, list, map};

pub(super) fn pieces(model: &Model, node: &Node, out: &mut Vec<Piece>) {
    if let Some(state) = encryption(node, "STATE") {
        out.push(Piece::document(
            "VolumeConfig",
            Some("STATE"),
            map! { "encryption" => state },
        ));
    }
    let limit = node
        .ephemeral_limit(&model.cluster)
        .map(|limit| map! { "maxSize" => limit.max_size.written() });
    // Talos 1.14 mounts /var noexec on new clusters, under which vcluster does not start.
    let executable = model.versions.is_multi_document()
        && !model.vclusters.is_empty()
        && !node.is_control_plane();
    let mount = executable.then(|| map! { "secure" => false });
    let body = map! {
        "provisioning" => limit,
        "encryption" => encryption(node, "EPHEMERAL"),
        "mount" => mount,
    };
    if !body.is_empty() {
        out.push(Piece::document("VolumeConfig", Some("EPHEMERAL"), body));
    }
    user_volumes(node, out);
}

fn user_volumes(node: &Node, out: &mut Vec<Piece>) {
    for volume in &node.decl.volume {
        let disk = node.decl.disk.iter().find(|disk| disk.name == volume.disk);
        let selector = match disk {
            Some(disk) if disk.purpose.value != Use::Install => by_id(&disk.id.path()),
            _ => "system_disk".to_string(),
        };
        let size = volume.size.written();
        let body = map! {
            "provisioning" => map! {
                "diskSelector" => map! { "match" => selector },
                "minSize" => &size,
                "maxSize" => &size,
            },
            "filesystem" => map! { "type" => volume.filesystem.word() },
            "encryption" => encryption(node, &volume.name),
        };
        out.push(Piece::document("UserVolumeConfig", Some(&volume.name), body).own());
    }
}

/// Keys of a volume, by slot in the order in which they are tried.
fn encryption(node: &Node, volume: &str) -> Option<Value> {
    let of = |name: &str| {
        node.encryption
            .iter()
            .find(|encryption| encryption.volume.value == name)
    };
    let VolumeEncryption { keys, .. } = of(volume)?;
    // Keys of other volumes are bound to STATE, so that a wiped STATE leaves them unreadable. STATE
    // itself may not.
    let bound = (volume != "STATE" && of("STATE").is_some()).then_some(true);
    let kms = node.kms.as_ref().map(|url| url.to_string());
    let slots = keys.iter().enumerate().map(|(slot, key)| {
        let mut body = map! { "slot" => slot as u32 };
        match key.value {
            Key::Tpm => body.set("tpm", map! {}),
            Key::NodeId => body.set("nodeID", map! {}),
            Key::Kms => body.set("kms", map! { "endpoint" => kms.clone() }),
            // Refused by rules; nothing is written for them.
            Key::Static | Key::None => {}
        }
        body.set("lockToState", bound);
        body
    });
    let mut list = list![];
    if let Value::List(items) = &mut list {
        items.extend(slots);
    }
    Some(map! { "provider" => "luks2", "keys" => list })
}
