//! `nic` of a node.

use super::link::Link;
use super::types::{Mac, Name};
use crate::schema::node;

node! {
    /// A network card, found by its MAC address: kernel names move.
    Nic "nic" {
        /// Our own name for it, at most 15 characters; never a kernel name such as `eth0`.
        arg name: Name,
        /// Its permanent MAC address.
        prop mac: Mac,
        /// Addresses, VLANs and routes.
        flatten link: Link,
    }
}
