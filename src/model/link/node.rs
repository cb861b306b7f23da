//! A machine, with what it names resolved.

use super::interface::interfaces;
use super::linker::Linker;
use crate::language::{self, Encryption, Key};
use crate::model::cluster::Cluster;
use crate::model::network::Interface;
use crate::model::node::{Node, VolumeEncryption};

pub(super) fn node(decl: language::Node, cluster: &Cluster, linker: &mut Linker<'_>) -> Node {
    let hardware = linker.hardware(&decl.model);
    let rack = decl
        .place
        .as_ref()
        .and_then(|place| linker.rack(&place.rack));
    let interfaces = interfaces(&decl, linker);
    for volume in &decl.volume {
        if !decl.disk.iter().any(|disk| disk.name == volume.disk) {
            linker.unknown(
                "disk",
                &volume.disk,
                decl.disk.iter().map(|disk| &*disk.name.0),
                decl.damaged,
            );
        }
    }
    let subnet = &cluster.decl.nodes.subnet;
    let on_subnet = |i: &Interface| {
        i.link
            .address
            .as_ref()
            .is_some_and(|address| subnet.contains(address.0))
    };
    let primary = interfaces
        .iter()
        .position(on_subnet)
        .or_else(|| interfaces.iter().position(|i| i.link.dhcp.value));
    let address = primary
        .and_then(|at| interfaces[at].link.address.as_ref())
        .map(|address| address.0);
    let encryption = decl
        .encryption
        .as_deref()
        .or(cluster.decl.encryption.as_deref());
    Node {
        encryption: encryption.map(volumes).unwrap_or_default(),
        kms: encryption.and_then(|encryption| encryption.kms.clone()),
        hardware,
        rack,
        interfaces,
        primary,
        address,
        decl,
    }
}

fn volumes(encryption: &Encryption) -> Vec<VolumeEncryption> {
    let encrypted = encryption
        .volume
        .iter()
        .filter(|volume| volume.key.value != Key::None);
    encrypted
        .map(|volume| VolumeEncryption {
            volume: volume.name.clone(),
            keys: std::iter::once(volume.key)
                .chain(volume.fallback.filter(|key| key.value != Key::None))
                .collect(),
        })
        .collect()
}
