//! `network/vlan-taken`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Network;
use crate::model::{Interface, Node};
use crate::source::Spanned;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "network/vlan-taken",
    level: Level::Error,
    since: "0.1.0",
    summary: "one link carries two networks with the same VLAN tag",
    why: "They are one network on the wire: their frames cannot be told apart, and Talos gives the \
          VLAN the settings of only one of them.",
    fr: French {
        summary: "un lien porte deux réseaux avec la même étiquette VLAN",
        why: "Sur le câble, c'est un seul réseau : on ne peut pas distinguer leurs trames, et \
              Talos ne donne au VLAN que les réglages de l'un des deux.",
    },
    // talos VLANConfig is named `<link>.<tag>`: documents of one kind and name are merged.
    wrong: &[r#"
network "cameras" vlan=50 subnet="10.60.0.0/24"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan" "cameras"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan" "cameras"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let networks = &cx.model.networks;
    // Many machines carry the same two: it is told once.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        for interface in &node.interfaces {
            for (at, vlan) in interface.vlans.iter().enumerate() {
                let Some(second) = networks.get(vlan.network) else {
                    continue;
                };
                let Some(tag) = second.vlan else {
                    continue;
                };
                let same = |other: &&crate::model::InterfaceVlan| {
                    networks
                        .get(other.network)
                        .is_some_and(|network| network.vlan == Some(tag))
                };
                let Some(first) = interface.vlans[..at].iter().find(same) else {
                    continue;
                };
                if first.network == vlan.network || !told.insert((first.network, vlan.network)) {
                    continue;
                }
                report.push(same_tag(
                    node,
                    interface,
                    &networks[first.network],
                    second,
                    tag,
                ));
            }
        }
    }
}

fn same_tag(
    node: &Node,
    interface: &Interface,
    first: &Network,
    second: &Network,
    tag: Spanned<u32>,
) -> Diagnostic {
    let mut problem = RULE
        .at(
            tag.span,
            format!(
                "networks `{}` and `{}` have the same VLAN tag on `{}` of node `{}`",
                first.name, second.name, interface.name, node.decl.name
            ),
        )
        .label(format!("{} again", tag.value));
    if let Some(other) = first.vlan {
        problem = problem.also(other.span, format!("of network `{}`", first.name));
    }
    problem.help(
        "give each network the `vlan=` that the switch has for it, or remove one of \
         the two",
    )
}
