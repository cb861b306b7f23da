//! `network/bridge-taken`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Model;
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "network/bridge-taken",
    level: Level::Error,
    since: "0.1.0",
    summary: "the name of a bridge already belongs to another network or link",
    why: "Talos would join the two: VMs of one network end up on the other, without any error.",
    fr: French {
        summary: "le nom d'un pont appartient déjà à un autre réseau ou lien",
        why: "Talos réunirait les deux : les VM d'un réseau se retrouvent sur l'autre, sans un \
              mot.",
    },
    // talos configuration documents are merged by kind and name: the second BridgeConfig replaces
    // the link of the first.
    wrong: &[
        r#"
network "cameras" vlan=60 subnet="10.60.0.0/24" { bridge "br-lan"; }
"#,
        r#"
network "cameras" vlan=60 subnet="10.60.0.0/24" { bridge "net"; }
"#,
    ],
    right: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24" { bridge "br-cameras"; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    let links = links(model);
    let mut bridges: FxHashMap<&str, (Span, &str)> = FxHashMap::default();
    // In the order of the file: the later one is told.
    let mut networks: Vec<_> = model.networks.iter().collect();
    networks.sort_by_key(|network| network.head.span);
    for network in networks {
        let Some(bridge) = network.bridge.as_ref() else {
            continue;
        };
        let help = format!(
            "give it a name of its own, such as `bridge \"br-{}\"`",
            network.name
        );
        if let Some((first, other)) = bridges
            .get(&*bridge.value)
            .filter(|(_, other)| **other != *network.name.value)
        {
            report.push(
                RULE.at(
                    bridge.span,
                    format!(
                        "networks `{other}` and `{}` have the same bridge",
                        network.name
                    ),
                )
                .label("the same bridge again")
                .also(*first, format!("of network `{other}`"))
                .help(help),
            );
        } else if let Some((first, node)) = links.get(&*bridge.value) {
            report.push(
                RULE.at(
                    bridge.span,
                    format!("bridge `{bridge}` is called like a link of node `{node}`"),
                )
                .label("taken")
                .also(*first, "this link")
                .help(help),
            );
        } else {
            bridges.insert(&*bridge.value, (bridge.span, &network.name));
        }
    }
}

/// Links of all machines: where each is, and of which node.
fn links(model: &Model) -> FxHashMap<&str, (Span, &str)> {
    let mut links: FxHashMap<&str, (Span, &str)> = FxHashMap::default();
    if model
        .networks
        .iter()
        .any(|network| network.bridge.is_some())
    {
        for node in &model.nodes {
            links.extend(node.interfaces.iter().map(|interface| {
                (
                    interface.name.value.as_str(),
                    (interface.name.span, &*node.decl.name.value.0),
                )
            }));
        }
    }
    links
}
