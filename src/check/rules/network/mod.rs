//! Rules about addresses, cards, bonds, bridges and VLANs.

pub mod bond_links;
pub mod bond_of_one;
pub mod bridge_loop;
pub mod bridge_taken;
pub mod duplicate_address;
pub mod first_boot;
pub mod interface_name;
pub mod mtu;
pub mod no_address;
pub mod no_bridge;
pub mod outside_subnet;
pub mod overlap;
pub mod pods_too_small;
pub mod pool_overlap;
pub mod services_too_small;
pub mod two_default_routes;
pub mod vip_taken;
pub mod vlan_tag;
pub mod vlan_taken;

crate::check::rule::rules![
    bond_links,
    bond_of_one,
    bridge_loop,
    bridge_taken,
    duplicate_address,
    first_boot,
    interface_name,
    mtu,
    no_address,
    no_bridge,
    outside_subnet,
    overlap,
    pods_too_small,
    pool_overlap,
    services_too_small,
    two_default_routes,
    vip_taken,
    vlan_tag,
    vlan_taken
];
