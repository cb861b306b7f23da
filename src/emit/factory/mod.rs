//! Image Factory: what the boot image of a machine holds, and its ID, computed without asking the
//! factory.

mod schematic;

pub use schematic::Schematic;

use super::context::{Context, Sink};
use crate::language::{BondMode, CpuVendor};
use crate::model::{InterfaceKind, Model, Node};
use std::collections::BTreeMap;

/// The schematic of a machine.
pub fn schematic(model: &Model, node: &Node) -> Schematic {
    let mut extensions = Vec::new();
    let mut kernel_args = Vec::new();
    for (_, settings) in node.settings(&model.cluster) {
        extensions.extend(settings.extensions.iter().map(|name| official(name)));
        kernel_args.extend(
            settings
                .kernel_args
                .iter()
                .map(|argument| argument.value.clone()),
        );
    }
    if let Some(hardware) = node.hardware.and_then(|at| model.hardware.get(at)) {
        extensions.push(official(match hardware.cpu.vendor.value {
            CpuVendor::Intel => "intel-ucode",
            CpuVendor::Amd => "amd-ucode",
        }));
    }
    kernel_args.extend(first_network(model, node));
    Schematic::new(kernel_args, extensions)
}

fn official(name: &str) -> String {
    if name.contains('/') {
        name.to_string()
    } else {
        format!("siderolabs/{name}")
    }
}

/// Network for a machine that boots where nobody answers DHCP: cards named by their MAC addresses,
/// a bond as it will be configured, because these arguments stay in force (talos v1.13.9
/// controllers/network/cmdline.go: `enx<mac>` in `ip=` and `bond=`).
fn first_network(model: &Model, node: &Node) -> Vec<String> {
    let primary = node.primary.and_then(|at| node.interfaces.get(at));
    let (true, Some(address), Some(primary)) =
        (model.cluster.boots_static(), node.address, primary)
    else {
        return Vec::new();
    };
    let nodes = &model.cluster.decl.nodes;
    let cards: Vec<String> = node
        .macs(primary)
        .iter()
        .map(|mac| format!("enx{}", mac.to_string().replace(':', "")))
        .collect();
    let Some(first) = cards.first() else {
        return Vec::new();
    };
    let mut arguments = Vec::new();
    let device = match &primary.kind {
        InterfaceKind::Nic { .. } => first.clone(),
        InterfaceKind::Bond { mode, .. } => {
            arguments.push(format!(
                "bond={}:{}:mode={},miimon=100{}",
                primary.name,
                cards.join(","),
                mode.word(),
                match mode {
                    BondMode::Lacp => ",xmit_hash_policy=layer3+4,lacp_rate=fast",
                    _ => "",
                }
            ));
            primary.name.value.clone()
        }
    };
    let dns = model
        .cluster
        .decl
        .dns
        .first()
        .map(|ip| format!(":{ip}"))
        .unwrap_or_default();
    arguments.push(format!(
        "ip={address}::{}:{}:{}:{device}:off{dns}",
        nodes.gateway,
        nodes.subnet.0.netmask(),
        node.decl.name
    ));
    arguments
}

/// Nodes by file name of their schematic: the hardware model when all its machines share one, else
/// the node.
pub fn files(model: &Model) -> BTreeMap<String, (Schematic, Vec<&Node>)> {
    let mut by_model: BTreeMap<&str, Vec<(&Node, Schematic)>> = BTreeMap::new();
    for node in &model.nodes {
        by_model
            .entry(&node.decl.model.value.0)
            .or_default()
            .push((node, schematic(model, node)));
    }
    let mut files = BTreeMap::new();
    for (hardware, nodes) in by_model {
        if nodes.iter().all(|(_, schematic)| *schematic == nodes[0].1) {
            let schematic = nodes[0].1.clone();
            files.insert(
                hardware.to_string(),
                (schematic, nodes.into_iter().map(|(node, _)| node).collect()),
            );
        } else {
            files.extend(nodes.into_iter().map(|(node, schematic)| {
                (
                    format!("{hardware}-{}", node.decl.name),
                    (schematic, vec![node]),
                )
            }));
        }
    }
    files
}

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (name, (schematic, nodes)) in files(context.model) {
        let who: Vec<String> = nodes
            .iter()
            .map(|node| node.decl.name.to_string())
            .collect();
        let body = format!(
            "# id: {}\n# nodes: {}\n{}",
            schematic.id(),
            who.join(" "),
            schematic.canonical()
        );
        sink.text(
            format!("talos/schematics/{name}.yaml"),
            &format!("model/{}", nodes[0].decl.model),
            &body,
        );
    }
}
