//! `bond` of a node.

use super::link::Link;
use super::types::Name;
use crate::schema::{node, words};

words! {
    /// How a bond shares its links.
    BondMode "a bond mode" {
        /// LACP; the switch must be set up for it.
        Lacp = "802.3ad",
        /// One link works, the others wait.
        ActiveBackup = "active-backup",
        /// Spreads by load, without help of the switch.
        BalanceAlb = "balance-alb",
        /// Spreads outgoing traffic by load.
        BalanceTlb = "balance-tlb",
        /// Spreads by a hash of the addresses.
        BalanceXor = "balance-xor",
        /// In turn.
        BalanceRr = "balance-rr",
    }
}

node! {
    /// Several NICs that work as one.
    Bond "bond" {
        /// Its name, at most 15 characters.
        arg name: Name,
        /// How it shares its links.
        prop mode: BondMode = "active-backup",
        /// Its NICs.
        values links: Name,
        /// Addresses, VLANs and routes.
        flatten link: Link,
    }
}
