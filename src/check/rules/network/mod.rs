//! Rules about addresses, cards, bonds, bridges and VLANs.

pub mod bond_links;
pub mod bond_of_one;
pub mod bond_under_bridge;
pub mod bridge_loop;
pub mod bridge_taken;
pub mod dhcp_and_address;
pub mod duplicate_address;
pub mod first_boot;
pub mod inside_cluster;
pub mod interface_name;
pub mod lacp_first_boot;
pub mod mtu;
pub mod mtu_differs;
pub mod no_address;
pub mod no_bridge;
pub mod outside_subnet;
pub mod overlap;
pub mod pods_too_small;
pub mod pool_overlap;
pub mod public_range;
pub mod services_too_small;
pub mod tagged_nodes;
pub mod two_default_routes;
pub mod vip_taken;
pub mod vlan_tag;
pub mod vlan_taken;

crate::check::rule::rules![
    bond_links,
    bond_of_one,
    bond_under_bridge,
    bridge_loop,
    bridge_taken,
    dhcp_and_address,
    duplicate_address,
    first_boot,
    inside_cluster,
    interface_name,
    lacp_first_boot,
    mtu,
    mtu_differs,
    no_address,
    no_bridge,
    outside_subnet,
    overlap,
    pods_too_small,
    pool_overlap,
    public_range,
    services_too_small,
    tagged_nodes,
    two_default_routes,
    vip_taken,
    vlan_tag,
    vlan_taken
];
