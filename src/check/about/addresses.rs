//! Addresses that are free.

use crate::check::context::Context;
use std::net::Ipv4Addr;

/// An address of the node network that nothing here uses, as an example.
pub fn free_address(cx: &Context<'_>) -> Option<Ipv4Addr> {
    *cx.free_address.get_or_init(|| look_for_free_address(cx))
}

fn look_for_free_address(cx: &Context<'_>) -> Option<Ipv4Addr> {
    let cluster = &cx.model.cluster.decl;
    let own = cx
        .model
        .nodes
        .iter()
        .flat_map(|node| &node.interfaces)
        .filter_map(|interface| interface.link.address.as_ref());
    let mut taken: Vec<Ipv4Addr> = own
        .map(|address| address.0)
        .filter(|address| cluster.nodes.subnet.is_host(*address))
        .collect();
    let highest = taken.iter().max().copied()?;
    taken.extend([cluster.nodes.gateway.value.0]);
    taken.extend(
        cluster
            .vip
            .iter()
            .map(|vip| vip.value.0)
            .chain(cluster.dns.iter().map(|dns| dns.value.0)),
    );
    let is_free = |address: &Ipv4Addr| {
        cluster.nodes.subnet.is_host(*address)
            && !taken.contains(address)
            && !cluster
                .load_balancers
                .as_ref()
                .is_some_and(|range| range.contains(*address))
    };
    (u32::from(highest)..)
        .skip(1)
        .take(256)
        .map(Ipv4Addr::from)
        .find(is_free)
}

/// The same in words, to stand behind "an address".
pub fn for_example(cx: &Context<'_>) -> String {
    free_address(cx).map_or(String::new(), |address| format!(", for example {address}"))
}
