//! `network`: a layer-2 network.

use super::types::{Name, Subnet};
use crate::schema::node;

node! {
    /// A layer-2 network that nodes carry, tagged or untagged, and that VMs may join through a
    /// bridge.
    Network "network" {
        /// Its name. `pod` is taken: it means the pod network.
        arg name: Name,
        /// VLAN tag, 1 to 4094. Without it the network is untagged: `untagged` on the link that
        /// carries it.
        opt_prop vlan: u32,
        /// Its addresses.
        prop subnet: Subnet,
        /// Largest frame. Without it: that of the link below.
        opt_prop mtu: u32,
        /// Linux bridge on every node that carries the network; VMs need one.
        opt_value bridge: Name,
    }
}
