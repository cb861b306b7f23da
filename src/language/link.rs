//! What a NIC and a bond have in common: addresses, VLANs, routes.

use super::types::{Ip, Name, Subnet};
use crate::schema::node;

node! {
    /// A route through this link.
    Route "route" {
        /// Where to.
        arg to: Subnet,
        /// Through which router.
        prop gateway: Ip,
        /// Preference; lower wins.
        opt_prop metric: u32,
    }
}

node! {
    /// A VLAN on which the node itself has an address.
    Vlan "vlan" {
        /// The network.
        arg network: Name,
        /// Address of this node there.
        prop address: Ip,
    }
}

node! {
    /// Addresses, VLANs and routes of a link.
    Link "" {
        /// Static address; its mask is that of the network it lies in.
        opt_prop address: Ip,
        /// Ask a DHCP server for the address.
        prop dhcp: bool = "#false",
        /// Largest frame.
        opt_prop mtu: u32,
        /// Tagged networks that this link carries for VMs; the node has no address there.
        values vlans: Name,
        /// A tagged network on which the node itself has an address.
        many vlan: Vlan,
        /// The untagged network of this link, when VMs use it through a bridge.
        opt_value untagged: Name,
        /// A further route.
        many route: Route,
    }
}
