//! `network/no-address`

use super::tagged_nodes::tagged_nodes;
use crate::check::about::addresses::free_address;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "network/no-address",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine has no address on the node network",
    why: "Without an address on the node network, and without DHCP, a machine boots and cannot be \
          reached.",
    fr: French {
        summary: "une machine n'a pas d'adresse sur le réseau des nœuds",
        why: "Sans adresse sur le réseau des nœuds, et sans DHCP, une machine démarre et on ne la \
              revoit jamais.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
network "san" subnet="10.40.0.0/24"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "san" mac="02:00:00:00:00:14" address="10.40.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" dhcp=#true
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // `network/tagged-nodes` says why.
    if tagged_nodes(cx).is_some() {
        return;
    }
    for node in cx.model.nodes.iter().filter(|node| node.primary.is_none()) {
        // An address outside of every network is told of by `network/outside-subnet`.
        if node
            .interfaces
            .iter()
            .any(|interface| interface.link.address.is_some())
            && !in_other_networks(cx, node)
        {
            continue;
        }
        report.push(no_address(cx, node));
    }
}

fn no_address(cx: &Context<'_>, node: &Node) -> Diagnostic {
    let subnet = &cx.model.cluster.decl.nodes.subnet;
    RULE.at(
        node.decl.head.span,
        format!(
            "node `{}` has no address on the node network",
            node.decl.name
        ),
    )
    .label(format!(
        "no nic or bond here has an address in {subnet} or `dhcp=#true`"
    ))
    .help(match free_address(cx) {
        Some(free) => format!(
            "write a free address on the nic that is connected to that network, such as \
             `address=\"{free}\"`; or `dhcp=#true` if a DHCP server gives it one"
        ),
        None => "write `address=\"...\"` on the nic that is connected to that network, or \
                 `dhcp=#true` if a DHCP server gives it one"
            .to_string(),
    })
}

fn in_other_networks(cx: &Context<'_>, node: &crate::model::Node) -> bool {
    let mut addresses = node
        .interfaces
        .iter()
        .filter_map(|interface| interface.link.address.as_ref());
    addresses.all(|address| {
        cx.model
            .networks
            .iter()
            .any(|network| network.subnet.is_host(address.0))
    })
}
