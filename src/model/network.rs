//! Links of a node, with the networks they carry resolved.

use super::link::Linker;
use crate::language::types::Mac;
use crate::language::{self, BondMode};
use crate::source::{Span, Spanned};
use std::net::Ipv4Addr;

/// A NIC or a bond of a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    pub name: Spanned<String>,
    pub kind: InterfaceKind,
    /// Addresses, VLANs and routes as declared.
    pub link: language::Link,
    pub vlans: Vec<InterfaceVlan>,
    /// Untagged network that VMs use through a bridge; index into `Model::networks`.
    pub untagged: Option<usize>,
    /// The bond that this NIC belongs to.
    pub bond: Option<String>,
    /// Where it is declared.
    pub head: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum InterfaceKind {
    Nic {
        mac: Spanned<Mac>,
    },
    Bond {
        mode: BondMode,
        links: Vec<Spanned<String>>,
    },
}

/// A tagged network on an interface.
#[derive(Clone, Debug, PartialEq)]
pub struct InterfaceVlan {
    /// Index into `Model::networks`.
    pub network: usize,
    /// Address of the node there.
    pub address: Option<Spanned<Ipv4Addr>>,
}

/// All interfaces of a node: its NICs, then its bonds.
pub(super) fn interfaces(node: &language::Node, linker: &mut Linker<'_>) -> Vec<Interface> {
    let mut all = Vec::new();
    for nic in &node.nic {
        let kind = InterfaceKind::Nic { mac: nic.mac };
        all.push(interface(&nic.name, kind, &nic.link, nic.head.span, linker));
    }
    for bond in &node.bond {
        let mut links = Vec::new();
        for name in &bond.links {
            match node.nic.iter().position(|nic| nic.name == *name) {
                Some(at) => {
                    links.push(name.clone().map(|name| name.to_string()));
                    all[at].bond.get_or_insert(bond.name.to_string());
                }
                None => linker.unknown(
                    "nic",
                    name,
                    node.nic.iter().map(|nic| &*nic.name.0),
                    node.damaged,
                ),
            }
        }
        let kind = InterfaceKind::Bond {
            mode: bond.mode.value,
            links,
        };
        all.push(interface(
            &bond.name,
            kind,
            &bond.link,
            bond.head.span,
            linker,
        ));
    }
    all
}

fn interface(
    name: &Spanned<language::types::Name>,
    kind: InterfaceKind,
    link: &language::Link,
    head: Span,
    linker: &mut Linker<'_>,
) -> Interface {
    let mut vlans = Vec::new();
    for network in &link.vlans {
        vlans.extend(linker.network(network).map(|network| InterfaceVlan {
            network,
            address: None,
        }));
    }
    for vlan in &link.vlan {
        let address = Some(vlan.address.map(|ip| ip.0));
        vlans.extend(
            linker
                .network(&vlan.network)
                .map(|network| InterfaceVlan { network, address }),
        );
    }
    Interface {
        name: name.clone().map(|name| name.to_string()),
        kind,
        untagged: link
            .untagged
            .as_ref()
            .and_then(|network| linker.network(network)),
        link: link.clone(),
        vlans,
        bond: None,
        head,
    }
}

impl Interface {
    pub fn is_nic(&self) -> bool {
        matches!(self.kind, InterfaceKind::Nic { .. })
    }
}
