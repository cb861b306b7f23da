//! Network links, named by our own aliases: kernel names move when a card is added or a kernel is
//! updated.

use super::piece::Piece;
use crate::language::BondMode;
use crate::model::{Interface, InterfaceKind, InterfaceVlan, Model, Node};
use crate::yaml::{Value, map};
use std::net::Ipv4Addr;

pub(super) fn pieces(model: &Model, node: &Node, out: &mut Vec<Piece>) {
    for interface in &node.interfaces {
        if let InterfaceKind::Nic { mac } = &interface.kind {
            // The permanent address: under a bond the current one is that of the bond.
            let selector = format!("mac(link.permanent_addr) == \"{mac}\"");
            let alias = map! { "selector" => map! { "match" => selector } };
            out.push(Piece::document("LinkAliasConfig", Some(&interface.name), alias).own());
        }
    }
    for interface in &node.interfaces {
        link(model, node, interface, out);
        interface
            .vlans
            .iter()
            .for_each(|vlan| self::vlan(model, node, interface, vlan, out));
    }
    if let (true, Some(vip), Some(primary)) = (
        node.is_control_plane(),
        &model.cluster.decl.vip,
        node.primary,
    ) {
        let link = layer3(model, &node.interfaces[primary]);
        out.push(
            Piece::document(
                "Layer2VIPConfig",
                Some(&vip.to_string()),
                map! { "link" => link },
            )
            .own(),
        );
    }
}

/// The link that holds the addresses of an interface: its bridge, when VMs use its untagged
/// network.
fn layer3(model: &Model, interface: &Interface) -> String {
    bridge_of(model, interface.untagged).unwrap_or_else(|| interface.name.value.clone())
}

fn bridge_of(model: &Model, network: Option<usize>) -> Option<String> {
    model
        .networks
        .get(network?)?
        .bridge
        .as_ref()
        .map(|bridge| bridge.to_string())
}

fn link(model: &Model, node: &Node, interface: &Interface, out: &mut Vec<Piece>) {
    let mtu = interface.link.mtu.map(|mtu| mtu.value);
    let bridge = bridge_of(model, interface.untagged);
    let (addresses, routes) = addressing(model, node, interface);
    let mut body = match &interface.kind {
        InterfaceKind::Nic { .. } if interface.bond.is_some() && mtu.is_none() => return,
        InterfaceKind::Nic { .. } => map! { "up" => true },
        InterfaceKind::Bond { mode, links } => {
            bond(*mode, links.iter().map(|link| link.value.clone()).collect())
        }
    };
    let kind = if matches!(interface.kind, InterfaceKind::Bond { .. }) {
        "BondConfig"
    } else {
        "LinkConfig"
    };
    body.set("mtu", mtu);
    if interface.link.dhcp.value && !interface.is_nic() {
        body.set("hardwareAddr", pinned(node, interface));
    }
    if bridge.is_none() {
        body.set("addresses", addresses.clone());
        body.set("routes", routes.clone());
    }
    out.push(Piece::document(kind, Some(&interface.name), body).own());
    if let Some(bridge) = &bridge {
        let body = map! {
            "links" => vec![interface.name.value.clone()],
            "hardwareAddr" => pinned(node, interface),
            "mtu" => mtu,
            "addresses" => addresses,
            "routes" => routes,
        };
        out.push(Piece::document("BridgeConfig", Some(bridge), body).own());
    }
    if interface.link.dhcp.value {
        dhcp(node, interface, bridge, out);
    }
}

/// The MAC address that neighbours and DHCP know this link by. Without it, a bridge takes the
/// lowest of its members, which changes with every VM that starts (linux net/bridge/br_stp_if.c
/// br_stp_recalculate_bridge_id), and a bond that of the card that comes first.
fn pinned(node: &Node, interface: &Interface) -> Option<String> {
    node.macs(interface).first().map(ToString::to_string)
}

fn dhcp(node: &Node, interface: &Interface, bridge: Option<String>, out: &mut Vec<Piece>) {
    // A second default route stays in reserve: two of the same metric take turns.
    let is_primary = node
        .primary
        .is_some_and(|at| node.interfaces[at].name == interface.name);
    let body = if is_primary {
        map! {}
    } else {
        map! { "routeMetric" => RESERVE_METRIC }
    };
    out.push(
        Piece::document(
            "DHCPv4Config",
            Some(&bridge.unwrap_or_else(|| interface.name.value.clone())),
            body,
        )
        .own(),
    );
}

/// Twice the metric that Talos gives routes without one (talos v1.13 network.DefaultRouteMetric).
const RESERVE_METRIC: u32 = 2_048;

/// Static addresses with their masks, and routes; the node network's router is the default route.
fn addressing(
    model: &Model,
    node: &Node,
    interface: &Interface,
) -> (Option<Vec<Value>>, Option<Vec<Value>>) {
    let address = interface.link.address.as_ref().map(|address| address.0);
    let addresses = address.map(|address| vec![map! { "address" => with_mask(model, address) }]);
    let is_primary = node
        .primary
        .is_some_and(|at| node.interfaces[at].name == interface.name);
    let mut routes = Vec::new();
    if is_primary && address.is_some() {
        routes.push(map! { "gateway" => model.cluster.decl.nodes.gateway.to_string() });
    }
    for route in &interface.link.route {
        routes.push(map! {
            "destination" => route.to.to_string(),
            "gateway" => route.gateway.to_string(),
            "metric" => route.metric.map(|metric| metric.value),
        });
    }
    (addresses, (!routes.is_empty()).then_some(routes))
}

/// `10.20.0.11/24`: the mask is that of the network which holds the address.
fn with_mask(model: &Model, address: Ipv4Addr) -> String {
    let nodes = &model.cluster.decl.nodes.subnet.value;
    let subnets =
        std::iter::once(nodes).chain(model.networks.iter().map(|network| &network.subnet.value));
    let bits = subnets
        .filter(|subnet| subnet.contains(address))
        .map(|subnet| subnet.0.prefix_len())
        .max();
    format!("{address}/{}", bits.unwrap_or(32))
}

/// 802.3ad without these timers only gets a warning from Talos, and then loses packets when a cable
/// is pulled.
fn bond(mode: BondMode, links: Vec<String>) -> Value {
    let mut body = map! {
        "links" => links,
        "bondMode" => mode.word(),
        "miimon" => 100,
        "updelay" => 200,
        "downdelay" => 200,
    };
    if mode == BondMode::Lacp {
        body.set("xmitHashPolicy", "layer3+4");
        body.set("lacpRate", "fast");
    }
    body
}

fn vlan(
    model: &Model,
    node: &Node,
    interface: &Interface,
    vlan: &InterfaceVlan,
    out: &mut Vec<Piece>,
) {
    let Some(network) = model.networks.get(vlan.network) else {
        return;
    };
    let Some(tag) = network.vlan else { return };
    let name = format!("{}.{}", interface.name, tag.value);
    let mtu = network.mtu.map(|mtu| mtu.value);
    let addresses = vlan
        .address
        .as_ref()
        .map(|address| vec![map! { "address" => with_mask(model, address.value) }]);
    let bridge = network.bridge.as_ref().map(|bridge| bridge.to_string());
    let mut body = map! { "vlanID" => tag.value, "parent" => &interface.name.value, "mtu" => mtu };
    if bridge.is_none() {
        body.set("addresses", addresses.clone());
    }
    out.push(Piece::document("VLANConfig", Some(&name), body).own());
    if let Some(bridge) = bridge {
        let hardware = addresses.as_ref().and_then(|_| pinned(node, interface));
        let body = map! {
            "links" => vec![name],
            "hardwareAddr" => hardware,
            "mtu" => mtu,
            "addresses" => addresses,
        };
        out.push(Piece::document("BridgeConfig", Some(&bridge), body).own());
    }
}
