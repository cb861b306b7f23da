//! Links of a node, with the networks they carry resolved.

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

impl Interface {
    /// Largest frame in bytes; Ethernet's when none is written.
    pub fn mtu(&self) -> u32 {
        self.link.mtu.map_or(1500, |mtu| mtu.value)
    }

    /// A bond that speaks LACP: its ports are closed until the machine does.
    pub fn is_lacp(&self) -> bool {
        matches!(
            self.kind,
            InterfaceKind::Bond {
                mode: BondMode::Lacp,
                ..
            }
        )
    }

    pub fn is_nic(&self) -> bool {
        matches!(self.kind, InterfaceKind::Nic { .. })
    }
}
