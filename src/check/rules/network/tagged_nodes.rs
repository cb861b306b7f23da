//! `network/tagged-nodes`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Network;

pub static RULE: Rule = Rule {
    id: "network/tagged-nodes",
    level: Level::Error,
    since: "0.1.0",
    summary: "the node network has a VLAN tag",
    why: "Radier puts the addresses of machines on links without a tag: it cannot write a node \
          network with one yet. With a `vlan` of the same addresses, machines would have two \
          networks that are one, and no address to be reached by.",
    fr: French {
        summary: "le réseau des nœuds a une étiquette de VLAN",
        why: "Radier met les adresses des machines sur des liens sans étiquette : il ne sait pas \
              encore écrire un réseau des nœuds étiqueté. Avec un `vlan` aux mêmes adresses, les \
              machines auraient deux réseaux qui n'en font qu'un, et aucune adresse où les \
              joindre.",
    },
    wrong: &[r#"
network "management" vlan=60 subnet="10.0.0.0/24"
"#],
    right: &[r#"
network "office" subnet="10.0.0.0/24" { bridge "br-office"; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some((network, vlan)) = tagged_nodes(cx) else {
        return;
    };
    report.push(
        RULE.at(
            vlan.span,
            format!(
                "network `{}` is the node network, and Radier cannot give that a tag yet",
                network.name
            ),
        )
        .label("the node network has no tag")
        .also(
            cx.model.cluster.decl.nodes.subnet.span,
            "the same addresses",
        )
        .help(format!(
            "set the switch ports of the machines so that VLAN {} is their untagged (native) \
             network, remove this network, and write the addresses on the links: `nic \"...\" \
             address=\"...\"`",
            vlan.value
        )),
    );
}

/// A tagged network with the addresses of the node network, and its tag.
pub(super) fn tagged_nodes<'m>(
    cx: &Context<'m>,
) -> Option<(&'m Network, crate::source::Spanned<u32>)> {
    let nodes = &cx.model.cluster.decl.nodes.subnet.value;
    let mut networks = cx.model.networks.iter();
    let network =
        networks.find(|network| network.vlan.is_some() && network.subnet.value == *nodes)?;
    Some((network, network.vlan?))
}
