//! What network data for cloud-init says, in both of its forms.
//!
//! Must not know: which VM it is for.

use crate::diagnostic::did_you_mean;
use crate::yaml::{Node, Value};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What is said of IPv4; each with its offset in the file.
#[derive(Default)]
pub(super) struct Said {
    /// With the length of the network.
    pub addresses: Vec<(usize, Ipv4Addr, u8)>,
    pub gateways: Vec<(usize, Ipv4Addr)>,
    /// By which cards are found.
    pub macs: Vec<(usize, String)>,
}

/// Why cloud-init would not do what is meant.
pub(super) enum Wrong {
    NoVersion,
    Version(usize, String),
    /// A key that nobody reads, near one of these.
    Key(usize, String, &'static [&'static str]),
    Address(usize, String),
    Server(usize, String),
}

/// Reads a document of version 1 or 2.
pub(super) fn read(document: &Node) -> Result<Said, Wrong> {
    let root = document.get("network").unwrap_or(document);
    if root.get("config").is_some_and(|all| all.says("disabled")) {
        return Ok(Said::default());
    }
    let Some((_, version)) = root.entry("version") else {
        return Err(Wrong::NoVersion);
    };
    match version {
        version if version.says("1") => first(root),
        version if version.says("2") => second(root),
        other => Err(Wrong::Version(other.at.start, other.shown())),
    }
}

const TOP: &[&str] = &[
    "version",
    "renderer",
    "ethernets",
    "bonds",
    "bridges",
    "vlans",
    "wifis",
    "tunnels",
    "vrfs",
    "dummy-devices",
    "modems",
];
/// Of cloud-init (schema-network-config-v2.json), and what Netplan takes besides.
const DEVICE: &[&str] = &[
    "renderer",
    "dhcp4",
    "dhcp6",
    "dhcp4-overrides",
    "dhcp6-overrides",
    "addresses",
    "gateway4",
    "gateway6",
    "optional",
    "mtu",
    "nameservers",
    "routes",
    "critical",
    "match",
    "set-name",
    "wakeonlan",
    "interfaces",
    "parameters",
    "id",
    "link",
    "macaddress",
    "accept-ra",
    "link-local",
    "dhcp-identifier",
    "routing-policy",
    "optional-addresses",
    "ipv6-privacy",
    "ipv6-mtu",
    "ipv6-address-generation",
    "activation-mode",
    "ignore-carrier",
    "emit-lldp",
    "openvswitch",
    "networkmanager",
    "access-points",
    "auth",
];
const NAMESERVERS: &[&str] = &["addresses", "search"];
const MATCH: &[&str] = &["name", "macaddress", "driver"];

fn known(node: &Node, legal: &'static [&'static str]) -> Result<(), Wrong> {
    for (key, _) in node.pairs() {
        let text = key.text.as_str();
        // What is far from every word may be newer than these lists.
        if !legal.contains(&text) && did_you_mean(text, legal.iter().copied()).is_some() {
            return Err(Wrong::Key(key.at.start, key.text.clone(), legal));
        }
    }
    Ok(())
}

fn second(root: &Node) -> Result<Said, Wrong> {
    known(root, TOP)?;
    let mut said = Said::default();
    for kind in ["ethernets", "bonds", "bridges", "vlans", "wifis"] {
        for (name, device) in root.get(kind).map(Node::pairs).unwrap_or_default() {
            let mut own = Said::default();
            of_device(device, &mut own)?;
            if !is_inside(kind, &name.text, device) {
                said.extend(own);
            }
        }
    }
    Ok(said)
}

/// It ends in the guest: the loopback, a bridge without cards.
fn is_inside(kind: &str, name: &str, device: &Node) -> bool {
    let cards = device.get("interfaces").map(Node::items);
    name == "lo" || (kind == "bridges" && cards.unwrap_or_default().is_empty())
}

fn of_device(device: &Node, said: &mut Said) -> Result<(), Wrong> {
    known(device, DEVICE)?;
    for (part, legal) in [("nameservers", NAMESERVERS), ("match", MATCH)] {
        if let Some(part) = device.get(part) {
            known(part, legal)?;
        }
    }
    name_servers(device)?;
    for item in device.get("addresses").map(Node::items).unwrap_or_default() {
        // `10.0.0.5/24: {lifetime: 0}`.
        let text = item
            .pairs()
            .first()
            .map_or(item.text(), |(key, _)| &key.text);
        said.address(item.at.start, text, None)?;
    }
    if let Some(gateway) = device.get("gateway4") {
        said.gateway(gateway);
    }
    let routes = device.get("routes").map(Node::items).unwrap_or_default();
    routes
        .iter()
        // What is said to be on the link need not be in the subnet.
        .filter(|route| !route.get("on-link").is_some_and(|on| on.says("true")))
        .filter_map(|route| route.get("via"))
        .for_each(|via| said.gateway(via));
    let mac = device
        .get("match")
        .and_then(|found| found.get("macaddress"));
    mac.into_iter().for_each(|mac| said.mac(mac));
    Ok(())
}

fn name_servers(device: &Node) -> Result<(), Wrong> {
    let servers = device.at_path(&["nameservers", "addresses"]);
    for server in servers
        .map(|(_, servers)| servers.items())
        .unwrap_or_default()
    {
        if server.text().parse::<IpAddr>().is_err() {
            return Err(Wrong::Server(server.at.start, server.text().to_string()));
        }
    }
    Ok(())
}

const ITEM: &[&str] = &[
    "type",
    "name",
    "mac_address",
    "mtu",
    "accept-ra",
    "subnets",
    "vlan_link",
    "vlan_id",
    "bond_interfaces",
    "bridge_interfaces",
    "params",
    "address",
    "search",
    "interface",
    "destination",
    "gateway",
    "netmask",
    "metric",
    "keep_configuration",
];
const SUBNET: &[&str] = &[
    "type",
    "address",
    "netmask",
    "prefix",
    "broadcast",
    "gateway",
    "dns_nameservers",
    "dns_search",
    "routes",
    "control",
    "metric",
    "ipv4",
    "ipv6",
];

fn first(root: &Node) -> Result<Said, Wrong> {
    let mut said = Said::default();
    for item in root.get("config").map(Node::items).unwrap_or_default() {
        known(item, ITEM)?;
        let is = |kind: &str| item.get("type").is_some_and(|own| own.says(kind));
        if is("loopback") {
            continue;
        }
        // Others get this address, they are not found by it.
        item.get("mac_address")
            .filter(|_| is("physical"))
            .into_iter()
            .for_each(|mac| said.mac(mac));
        for subnet in item.get("subnets").map(Node::items).unwrap_or_default() {
            of_subnet(subnet, &mut said)?;
        }
    }
    Ok(said)
}

fn of_subnet(subnet: &Node, said: &mut Said) -> Result<(), Wrong> {
    known(subnet, SUBNET)?;
    if let Some(address) = subnet.get("address") {
        let mask = subnet.get("netmask").or_else(|| subnet.get("prefix"));
        // Without any it is 24 (cloudinit/net/network_state.py _normalize_net_keys).
        let mask = mask.map_or(Some(24), |mask| match mask.value() {
            Value::Int(length) => u8::try_from(length).ok(),
            _ => length(mask.text()),
        });
        said.address(address.at.start, address.text(), mask)?;
    }
    let gateway = subnet.get("gateway");
    gateway
        .into_iter()
        .for_each(|gateway| said.gateway(gateway));
    Ok(())
}

/// `255.255.255.0` is 24, and so is `24`.
fn length(mask: &str) -> Option<u8> {
    if let Ok(length) = mask.parse() {
        return Some(length);
    }
    let bits = u32::from(mask.parse::<Ipv4Addr>().ok()?);
    let length = bits.leading_ones();
    (length == bits.count_ones()).then_some(length as u8)
}

impl Said {
    /// `otherwise`: its length, where none is written. IPv6 is left alone: the description has no
    /// networks of it.
    fn address(&mut self, at: usize, text: &str, otherwise: Option<u8>) -> Result<(), Wrong> {
        let (address, written) = match text.split_once('/') {
            Some((address, mask)) => (address, length(mask)),
            None => (text, otherwise),
        };
        if address.parse::<Ipv6Addr>().is_ok() {
            return Ok(());
        }
        match (address.parse(), written.filter(|length| *length <= 32)) {
            (Ok(address), Some(length)) => {
                self.addresses.push((at, address, length));
                Ok(())
            }
            _ => Err(Wrong::Address(at, text.to_string())),
        }
    }

    fn extend(&mut self, other: Said) {
        self.addresses.extend(other.addresses);
        self.gateways.extend(other.gateways);
        self.macs.extend(other.macs);
    }

    fn gateway(&mut self, node: &Node) {
        if let Ok(gateway) = node.text().parse() {
            self.gateways.push((node.at.start, gateway));
        }
    }

    fn mac(&mut self, node: &Node) {
        self.macs.push((node.at.start, node.text().to_string()));
    }
}
