//! Where Talos is installed, and the host name.

use super::piece::Piece;
use crate::emit::factory::schematic;
use crate::model::{Model, Node};
use crate::yaml::map;

pub(super) fn pieces(model: &Model, node: &Node, out: &mut Vec<Piece>) {
    // Omni installs by itself and refuses these settings in patches; its template names the disk.
    if let (false, Some(disk)) = (model.cluster.is_omni(), node.install_disk()) {
        let image = installer_image(model, node);
        // `wipe: true` is said aloud: generated base configurations say false (talos
        // pkg/machinery/config/generate).
        if model.versions.is_multi_document() {
            let selector = by_id(&disk.id.path());
            let body = map! {
                "installer" => map! { "image" => image },
                "provisioning" => map! {
                    "diskSelector" => map! { "match" => selector },
                    "wipe" => true,
                },
            };
            out.push(Piece::document("UnattendedInstallConfig", None, body).own());
        } else {
            let body = map! { "disk" => disk.id.path(), "image" => image, "wipe" => true };
            out.push(Piece::main("machine.install", body).own());
        }
    }
    // The base configuration says `auto: stable`, which excludes a host name (talos HostnameConfig
    // validation).
    let hostname = map! { "hostname" => &*node.decl.name.value.0, "auto" => "off" };
    out.push(Piece::document("HostnameConfig", None, hostname).own());
}

/// A CEL expression that only one disk fulfils. `disk.dev_path` never equals a by-id name;
/// `symlinks` holds it.
pub fn by_id(path: &str) -> String {
    format!("\"{path}\" in disk.symlinks")
}

/// The image that installs and upgrades a machine.
pub fn installer_image(model: &Model, node: &Node) -> String {
    let suffix = if model.has_secure_boot(node) {
        "-secureboot"
    } else {
        ""
    };
    let id = schematic(model, node).id();
    format!(
        "factory.talos.dev/metal-installer{suffix}/{id}:v{}",
        model.versions.talos
    )
}
