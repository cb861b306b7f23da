//! Links of a machine, with the networks that they carry resolved.

use super::linker::Linker;
use crate::language;
use crate::model::network::{Interface, InterfaceKind, InterfaceVlan};
use crate::source::{Span, Spanned};

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
