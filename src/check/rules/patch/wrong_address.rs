//! `patch/wrong-address`

use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Role;
use crate::source::Span;
use crate::yaml::Node;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "patch/wrong-address",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch gives machines an address with which the network breaks",
    why: "Talos accepts any address. With a wrong one the machine, or the one whose address it \
          takes, can no longer be reached.",
    fr: French {
        summary: "un patch donne à des machines une adresse qui casse le réseau",
        why: "Talos accepte n'importe quelle adresse. Avec une mauvaise, la machine, ou celle \
              dont elle prend l'adresse, ne peut plus être jointe.",
    },
    // Each of these was accepted by talos machinery 1.13.9.
    wrong: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkConfig
    name: lan1
    addresses:
      - address: 172.20.0.0/24
    """
"#],
    right: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkConfig
    name: lan1
    addresses:
      - address: 172.20.0.11/24
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        match document.kind() {
            "LinkConfig" | "BondConfig" | "BridgeConfig" | "VLANConfig" | "DummyLinkConfig" => {
                let mut nets = addresses(cx, document, report);
                // Talos merges the document with the one of the description.
                nets.extend(declared(cx, document));
                gateways(document, &nets, report);
            }
            "Layer2VIPConfig" => shared_address(cx, document, report),
            _ => {}
        }
    }
}

/// Addresses are hosts of their networks, and not taken by a machine. Returns the networks.
fn addresses(cx: &Context<'_>, document: &PatchDocument<'_>, report: &mut Report) -> Vec<Ipv4Net> {
    let mut nets = Vec::new();
    for item in document.node.get("addresses").map_or(&[][..], Node::items) {
        let Some(address) = item.get("address") else {
            continue;
        };
        let Ok(net) = address.text().parse::<Ipv4Net>() else {
            continue;
        };
        nets.push(net);
        let span = document.span(&address.at);
        let owner = cx
            .model
            .nodes
            .iter()
            .find(|node| node.address == Some(net.addr()));
        let special = special(cx, net.addr());
        let machines = cx
            .model
            .nodes
            .iter()
            .filter(|node| node.is_called(&document.owner.on))
            .count();
        if net.prefix_len() < 31 && (net.addr() == net.network() || net.addr() == net.broadcast()) {
            report.push(no_host(span, address.text(), net));
        } else if machines > 1 && document.kind() != "DummyLinkConfig" {
            report.push(shared(document, span, machines, net));
        } else if let Some(special) = special {
            report.push(
                RULE.at(span, format!("`{}` is taken", net.addr()))
                    .label(format!("it is {special}"))
                    .help("choose another address"),
            );
        } else if let Some(owner) =
            owner.filter(|node| document.owner.on.as_str() != &*node.decl.name.value.0)
        {
            report.push(
                RULE.at(span, format!("`{}` is taken", net.addr()))
                    .label(format!("node `{}` has it", owner.decl.name))
                    .help("choose another address"),
            );
        }
    }
    nets
}

/// What else than a machine has the address.
fn special(cx: &Context<'_>, address: Ipv4Addr) -> Option<&'static str> {
    let cluster = &cx.model.cluster.decl;
    if cluster.nodes.gateway.value.0 == address {
        Some("the router")
    } else if cluster
        .vip
        .as_ref()
        .is_some_and(|vip| vip.value.0 == address)
    {
        Some("the shared address of the control planes")
    } else if cluster
        .load_balancers
        .as_ref()
        .is_some_and(|range| (range.value.first..=range.value.last).contains(&address))
    {
        Some("one of the load balancers")
    } else {
        None
    }
}

fn no_host(span: Span, text: &str, net: Ipv4Net) -> Diagnostic {
    RULE.at(
        span,
        format!("`{}` is not an address that a machine can have", text),
    )
    .label("the address of the network itself")
    .help(format!(
        "write the one that this machine is to have, with its prefix length: `{}/{}` \
         for example",
        Ipv4Addr::from(u32::from(net.network()) + 5),
        net.prefix_len()
    ))
}

fn shared(document: &PatchDocument<'_>, span: Span, machines: usize, net: Ipv4Net) -> Diagnostic {
    RULE.at(
        span,
        format!(
            "{machines} machines would have the address `{}`",
            net.addr()
        ),
    )
    .label("the patch reaches all of them")
    .also(document.owner.on.span, "these")
    .help(
        "write a patch for each: `on=\"<node>\"`; or the address of each `node` in the \
         description",
    )
}

/// Networks in which the description gives this link an address.
fn declared(cx: &Context<'_>, document: &PatchDocument<'_>) -> Vec<Ipv4Net> {
    let name = document.node.get("name").map_or("", Node::text);
    let subnets = || {
        cx.model
            .networks
            .iter()
            .map(|network| network.subnet.value.0)
            .chain([cx.model.cluster.decl.nodes.subnet.value.0])
    };
    let nodes = cx
        .model
        .nodes
        .iter()
        .filter(|node| node.is_called(&document.owner.on));
    let links = nodes
        .flat_map(|node| &node.interfaces)
        .filter(|interface| interface.name.value == name);
    let addresses = links.filter_map(|interface| interface.link.address.as_ref());
    addresses
        .flat_map(|address| subnets().filter(|net| net.contains(&address.0)))
        .collect()
}

/// A gateway lies in a network of its link.
fn gateways(document: &PatchDocument<'_>, nets: &[Ipv4Net], report: &mut Report) {
    let routes = document.node.get("routes").map_or(&[][..], Node::items);
    for gateway in routes.iter().filter_map(|route| route.get("gateway")) {
        let Ok(ip) = gateway.text().parse::<Ipv4Addr>() else {
            continue;
        };
        if !nets.is_empty() && !nets.iter().any(|net| net.contains(&ip)) {
            report.push(
                RULE.at(
                    document.span(&gateway.at),
                    format!("`{ip}` cannot be reached"),
                )
                .label("in no network of this link")
                .help("write a router of a network that this link has an address in"),
            );
        }
    }
}

/// A shared address is held by one control plane.
fn shared_address(cx: &Context<'_>, document: &PatchDocument<'_>, report: &mut Report) {
    if let Some(worker) = cx
        .model
        .nodes_of(Role::Worker)
        .find(|node| node.is_called(&document.owner.on))
    {
        report.push(
            RULE.at(
                document.head(),
                format!(
                    "worker `{}` would take the address of the control planes",
                    worker.decl.name
                ),
            )
            .label("Talos accepts it, and the API is gone")
            .help("write `on=control-plane`, or better `vip` in `cluster`"),
        );
    }
}
