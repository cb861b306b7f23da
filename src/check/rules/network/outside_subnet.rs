//! `network/outside-subnet`

use crate::check::about::addresses::for_example;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Chart;
use crate::language::types::{Ip, Subnet};
use crate::model::{Interface, Node};
use crate::source::{Span, Spanned};
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "network/outside-subnet",
    level: Level::Error,
    since: "0.1.0",
    summary: "an address lies in no declared network",
    why: "The mask of an address is that of its network. Outside every network, the machine gets \
          an address that its neighbours and its router do not reach: it disappears after its \
          first boot.",
    fr: French {
        summary: "une adresse n'est dans aucun réseau déclaré",
        why: "Le masque d'une adresse est celui de son réseau. En dehors de tout réseau, la \
              machine reçoit une adresse que ses voisins et son routeur n'atteignent pas : elle \
              disparaît après son premier démarrage.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.1.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Several(&[Check::Written(check), Check::Whole(routes)]),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let nodes = &cx.model.cluster.decl.nodes;
    let subnet = &nodes.subnet.value;
    let networks: Vec<&Subnet> = cx
        .model
        .networks
        .iter()
        .map(|network| &network.subnet.value)
        .collect();
    match nobody_inside(cx, subnet, &networks) {
        // When nobody lives there, it is the network that is wrong.
        Some((first, others)) => report.push(
            RULE.at(
                nodes.subnet.span,
                format!("no machine has an address in the node network {subnet}"),
            )
            .label("the node network")
            .also(first, format!("not in it, as {others} others"))
            .help("write the subnet that the machines are in"),
        ),
        None => {
            of_cluster(cx, &networks, report);
            links(cx, &networks, report);
        }
    }
    vlans(cx, report);
}

/// Addresses of the cluster itself are hosts of the node network.
fn of_cluster(cx: &Context<'_>, networks: &[&Subnet], report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let mut inside = |address: Ipv4Addr, span: Span, what: &str| {
        if !cluster.nodes.subnet.is_host(address) {
            report.push(outside(cx, address, span, what));
        }
    };
    inside(
        cluster.nodes.gateway.value.0,
        cluster.nodes.gateway.span,
        "the router",
    );
    if let Some(vip) = &cluster.vip {
        inside(vip.value.0, vip.span, "the vip");
    }
    if let Some(range) = &cluster.load_balancers {
        let (first, last) = (range.value.first, range.value.last);
        if announces_by_bgp(cx) && !cluster.nodes.subnet.contains(first) {
            report.push(by_bgp(range.span, first, last));
        } else if !is_announced(cx, networks, first, last) {
            inside(first, range.span, "the load balancers' first address");
            if cluster.nodes.subnet.is_host(first) {
                inside(last, range.span, "the load balancers' last address");
            }
        }
    }
}

fn outside(cx: &Context<'_>, address: Ipv4Addr, span: Span, what: &str) -> Diagnostic {
    let subnet = &cx.model.cluster.decl.nodes.subnet;
    RULE.at(
        span,
        format!(
            "{what} {address} is not an address of the node network {}",
            subnet.value
        ),
    )
    .label(if subnet.contains(address) {
        "the first and the last address of a network belong to nobody"
    } else {
        "not in the node network"
    })
    .also(subnet.span, "the node network")
    .help(format!("choose one from {}", usable(subnet)))
}

/// Cilium is to talk BGP to a router.
fn announces_by_bgp(cx: &Context<'_>) -> bool {
    let mut values = cx.hatches.values.iter();
    values.any(|values| {
        let bgp = values.node.at_path(&["bgpControlPlane", "enabled"]);
        values.owner == Chart::Cilium && bgp.is_some_and(|(_, value)| value.says("true"))
    })
}

/// The range is right for BGP; the word is for layer 2.
fn by_bgp(at: Span, first: Ipv4Addr, last: Ipv4Addr) -> Diagnostic {
    RULE.at(
        at,
        "`load-balancers` is announced on layer 2, and Radier has no word for BGP yet",
    )
    .label("no neighbour on the node network asks for these addresses")
    .help(format!(
        "remove this line, and bring the range as `manifests`: a `CiliumLoadBalancerIPPool` with \
         the block `start: {first}`, `stop: {last}`, beside your `CiliumBGPClusterConfig`"
    ))
}

/// Load balancers are announced on layer 2: neighbours find them on the node network, or on
/// another one in which machines have addresses. This asks for another one.
fn is_announced(cx: &Context<'_>, networks: &[&Subnet], first: Ipv4Addr, last: Ipv4Addr) -> bool {
    let links = cx.model.nodes.iter().flat_map(|node| &node.interfaces);
    let mut addressed = links.flat_map(|interface| {
        let own = interface.link.address.as_ref().and_then(|address| {
            networks
                .iter()
                .position(|subnet| subnet.contains(address.0))
        });
        let tagged = interface.vlans.iter().filter(|vlan| vlan.address.is_some());
        tagged.map(|vlan| vlan.network).chain(own)
    });
    addressed.any(|at| {
        networks
            .get(at)
            .is_some_and(|subnet| subnet.is_host(first) && subnet.is_host(last))
    })
}

/// An address without a tag is in the node network, or in one that is declared.
fn links(cx: &Context<'_>, networks: &[&Subnet], report: &mut Report) {
    let nodes = &cx.model.cluster.decl.nodes;
    for node in &cx.model.nodes {
        let links = node.interfaces.iter().map(|interface| &interface.link);
        for address in links.filter_map(|link| link.address.as_ref()) {
            let mut known = std::iter::once(&nodes.subnet.value).chain(networks.iter().copied());
            if known.any(|subnet| subnet.is_host(address.0)) {
                continue;
            }
            if nodes.subnet.contains(address.0) {
                report.push(nobody_s(cx, node, address));
                continue;
            }
            report.push(
                RULE.at(
                    address.span,
                    format!(
                        "{address} of node `{}` is in no declared network",
                        node.decl.name
                    ),
                )
                .label("its mask is unknown")
                .also(nodes.subnet.span, "the node network")
                .help(format!(
                    "choose a free one from {}{}; or declare the `network` that it is in",
                    usable(&nodes.subnet),
                    for_example(cx)
                )),
            );
        }
    }
}

/// The first or the last address of the node network.
fn nobody_s(cx: &Context<'_>, node: &Node, address: &Spanned<Ip>) -> Diagnostic {
    let subnet = &cx.model.cluster.decl.nodes.subnet;
    RULE.at(
        address.span,
        format!(
            "no machine can have {address}, as node `{}` does",
            node.decl.name
        ),
    )
    .label("the first and the last address of a network belong to nobody")
    .also(subnet.span, "the node network")
    .help(format!(
        "choose a free one from {}{}",
        usable(subnet),
        for_example(cx)
    ))
}

/// An address with a tag is in the network of the tag.
fn vlans(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for vlan in node
            .interfaces
            .iter()
            .flat_map(|interface| &interface.vlans)
        {
            let Some((address, network)) = vlan
                .address
                .as_ref()
                .zip(cx.model.networks.get(vlan.network))
            else {
                continue;
            };
            if !network.subnet.is_host(address.value) {
                report.push(
                    RULE.at(
                        address.span,
                        format!(
                            "{} of node `{}` is not an address of network `{}`",
                            address.value, node.decl.name, network.name
                        ),
                    )
                    .label(format!("not in {}", network.subnet))
                    .also(network.subnet.span, "the network's addresses")
                    .help(format!("choose one from {}", usable(&network.subnet))),
                );
            }
        }
    }
}

fn routes(cx: &Context<'_>, report: &mut Report) {
    let nodes = &cx.model.cluster.decl.nodes.subnet.value;
    let networks = cx.model.networks.iter();
    let networks: Vec<&Subnet> = networks.map(|network| &network.subnet.value).collect();
    for node in &cx.model.nodes {
        for interface in &node.interfaces {
            routes_of(interface, &node.decl.name, nodes, &networks, report);
        }
    }
}

/// The gateway of a route is a neighbour on the link, and not the machine itself. With DHCP nobody
/// knows.
fn routes_of(
    interface: &Interface,
    node: &str,
    nodes: &Subnet,
    networks: &[&Subnet],
    report: &mut Report,
) {
    let link = interface.link.address.iter().map(|address| address.0);
    let vlans = interface.vlans.iter().filter_map(|vlan| vlan.address);
    let own: Vec<Ipv4Addr> = link.chain(vlans.map(|address| address.value)).collect();
    if interface.link.dhcp.value || own.is_empty() {
        return;
    }
    for route in interface.link.route.iter() {
        let gateway = route.gateway.value.0;
        let is_near = std::iter::once(&nodes)
            .chain(networks)
            .any(|subnet| subnet.contains(gateway) && own.iter().any(|own| subnet.contains(*own)));
        let label = match own.contains(&gateway) {
            true => "the address of this link itself",
            false if !is_near => "in no network that this link has an address in",
            false => continue,
        };
        let problem = RULE
            .at(
                route.gateway.span,
                format!(
                    "a route of node `{node}` goes through {gateway}, which `{}` does not reach",
                    interface.name
                ),
            )
            .label(label)
            .help("write the address of a router that is on a network of this link");
        report.push(problem.also(interface.name.span, "this link"));
    }
}

/// At least three static addresses, each outside of every network, and none that is inside; with
/// DHCP nobody knows. Where the first is, and how many more there are.
fn nobody_inside(cx: &Context<'_>, subnet: &Subnet, networks: &[&Subnet]) -> Option<(Span, usize)> {
    let links = || {
        cx.model
            .nodes
            .iter()
            .flat_map(|node| &node.interfaces)
            .map(|interface| &interface.link)
    };
    let written = || links().filter_map(|link| link.address.as_ref());
    let strangers: Vec<Span> = written()
        .filter(|address| !networks.iter().any(|network| network.contains(address.0)))
        .map(|address| address.span)
        .collect();
    let unsure =
        links().any(|link| link.dhcp.value) || written().any(|address| subnet.contains(address.0));
    strangers
        .first()
        .copied()
        .filter(|_| strangers.len() > 2 && !unsure)
        .map(|first| (first, strangers.len() - 1))
}

/// "10.0.0.1 to 10.0.0.254".
fn usable(subnet: &Subnet) -> String {
    let mut hosts = subnet.0.hosts();
    let first = hosts.next().unwrap_or(subnet.0.network());
    let last = Ipv4Addr::from(
        u32::from(subnet.0.broadcast()).saturating_sub(u32::from(subnet.0.prefix_len() < 31)),
    );
    format!("{first} to {last}")
}
