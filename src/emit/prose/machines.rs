//! What pages tell of machines: models, racks, nodes with their disks and links.
//!
//! Knows nothing of pages.

use super::text::text;
use crate::capacity::class_hosts;
use crate::emit::context::Context;
use crate::emit::talos;
use crate::language::{FailureDomain, Media};
use crate::model::{InterfaceKind, Model, Node};
use serde_json::{Value, json};

pub(super) fn hardware(model: &Model) -> Vec<Value> {
    model
        .hardware
        .iter()
        .map(|hardware| {
            json!({
                "name": text(&hardware.name),
                "vendor": hardware.vendor.as_ref().map(text),
                "cores": hardware.cpu.cores.value,
                "threads": hardware.cpu.threads.unwrap_or(hardware.cpu.cores).value,
                "memory": hardware.memory.human(),
                "height": hardware.height.value,
                "count": model.nodes.iter().filter(|node| node.decl.model == hardware.name).count(),
            })
        })
        .collect()
}

pub(super) fn racks(model: &Model) -> Vec<Value> {
    let rack = |(at, rack): (usize, &crate::language::Rack)| {
        let mut placed: Vec<&Node> = model
            .nodes
            .iter()
            .filter(|node| node.rack == Some(at))
            .collect();
        placed.sort_by_key(|node| {
            std::cmp::Reverse(node.decl.place.as_ref().map_or(0, |place| place.unit.value))
        });
        let machines: Vec<Value> = placed
            .iter()
            .map(|node| {
                let unit = node.decl.place.as_ref().map_or(0, |place| place.unit.value);
                let height = node
                    .hardware
                    .and_then(|at| model.hardware.get(at))
                    .map_or(1, |hardware| hardware.height.value);
                json!({
                    "name": text(&node.decl.name),
                    "unit": unit,
                    "top": unit.saturating_add(height.max(1) - 1),
                })
            })
            .collect();
        json!({
            "name": text(&rack.name),
            "room": rack.room.as_ref().map(text),
            "units": rack.units.value,
            "machines": machines,
        })
    };
    model.racks.iter().enumerate().map(rack).collect()
}

pub(super) fn nodes(context: &Context<'_>) -> Vec<Value> {
    let model = context.model;
    let node = |(at, node): (usize, &Node)| {
        let ledger = context.nodes.iter().find(|ledger| ledger.node == at);
        let disks = disks(node);
        let links = links(node);
        let osds = node.storage_disks().count();
        let rack = node.rack.and_then(|at| model.racks.get(at));
        json!({
            "name": text(&node.decl.name),
            "role": node.decl.role.word(),
            "model": text(&node.decl.model),
            "rack": rack.map(|rack| text(&rack.name)),
            "unit": node.decl.place.as_ref().map(|place| place.unit.value),
            "room": rack.and_then(|rack| rack.room.as_ref()).map(text),
            "uuid": node.decl.uuid.as_ref().map(text),
            "address": node.address.map_or("DHCP".to_string(), |address| address.to_string()),
            "target": target(node),
            "variable": node.address.is_none().then(|| variable(node)),
            "taints": taints(model, node),
            "lacp": is_lacp(node),
            "secure": model.has_secure_boot(node),
            "disks": disks,
            "links": links,
            "osds": osds,
            "storage": node.has_storage(),
            "install_disk": node.install_disk().map(|disk| disk.id.path()),
            "installer": talos::installer_image(model, node),
            "patches": talos::patches_of(model, node)
            .map(|at| talos::patch_path(model, at))
            .collect::<Vec<_>>(),
            "memory": ledger.map(|ledger| ledger.memory.human()),
            "system": ledger.map(|ledger| ledger.system.human()),
            "ceph": ledger.map(|ledger| ledger.storage.human()),
            "free": ledger.map(|ledger| ledger.free.human()),
            "threads": ledger.map(|ledger| ledger.threads),
            "keys": node.encryption.iter().map(|volume| {
                let keys: Vec<&str> = volume.keys.iter().map(|key| key.word()).collect();
                json!({ "volume": volume.volume.value, "keys": keys.join(", ") })
            }).collect::<Vec<_>>(),
        })
    };
    model.nodes.iter().enumerate().map(node).collect()
}

/// Machines with one disk of a class, whose data no other machine may take: all copies are on the
/// others already.
pub(super) fn stuck(model: &Model) -> Vec<String> {
    let is_stuck = |node: &&Node| {
        model.pools().iter().any(|pool| {
            let here = node.all_storage_disks();
            let here = here.filter(|disk| disk.media.value == pool.media.value);
            let others = class_hosts(model, pool.media.value, FailureDomain::Host);
            let others = others.iter().filter(|host| host.name != **node.decl.name);
            here.count() == 1 && others.count() < pool.redundancy.width() as usize
        })
    };
    let nodes = model.nodes.iter().filter(is_stuck);
    nodes.map(|node| text(&node.decl.name)).collect()
}

/// Its address is on a bond that speaks LACP.
fn is_lacp(node: &Node) -> bool {
    let primary = node.primary.and_then(|at| node.interfaces.get(at));
    primary.is_some_and(|primary| primary.is_lacp())
}

/// What commands call a machine: its address, or a variable of the shell where DHCP decides.
fn target(node: &Node) -> String {
    node.address.map_or_else(
        || format!("${}", variable(node)),
        |address| address.to_string(),
    )
}

fn variable(node: &Node) -> String {
    format!("NODE_{}", node.decl.name.to_uppercase().replace('-', "_"))
}

/// Taints as `kubectl taint` takes them.
fn taints(model: &Model, node: &Node) -> Vec<String> {
    let settings = node.settings(&model.cluster);
    let taints = settings.flat_map(|(_, machine)| &machine.taint);
    taints
        .map(|taint| {
            let value = taint
                .value
                .as_ref()
                .map_or(String::new(), |value| format!("={value}"));
            format!("{}{value}:{}", taint.key, taint.effect.value)
        })
        .collect()
}

fn disks(node: &Node) -> Vec<Value> {
    node.decl
        .disk
        .iter()
        .map(|disk| {
            json!({
                "name": text(&disk.name),
                "id": disk.id.name(),
                "path": disk.id.path(),
                "serial": disk.id.serial().unwrap_or(disk.id.name()),
                "has_serial": disk.id.serial().is_some(),
                "size": disk.size.written(),
                "bytes": disk.size.bytes(),
                "media": disk.media.word(),
                "rotational": disk.media.value == Media::Hdd,
                "use": disk.purpose.word(),
            })
        })
        .collect()
}

fn links(node: &Node) -> Vec<Value> {
    node.interfaces
        .iter()
        .map(|interface| {
            json!({
                "name": interface.name.value,
                "mac": match &interface.kind {
                    InterfaceKind::Nic { mac } => Some(text(mac)),
                    InterfaceKind::Bond { .. } => None,
                },
                "bond": interface.bond,
                "address": interface.link.address.as_ref().map(text),
                "dhcp": interface.link.dhcp.value,
            })
        })
        .collect()
}
