//! `network/bridge-loop`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Network;
use crate::model::{Interface, Node};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "network/bridge-loop",
    level: Level::Error,
    since: "0.1.0",
    summary: "a bridge joins two links to one network",
    why: "A bridge passes every frame from one link to the other: on one network that is a loop. \
          Frames go round without end, and the whole network stops, for all machines on it.",
    fr: French {
        summary: "un pont relie deux liens à un même réseau",
        why: "Un pont passe chaque trame d'un lien à l'autre : sur un même réseau, c'est une \
              boucle. Les trames tournent sans fin, et tout le réseau s'arrête, pour toutes les \
              machines qui y sont.",
    },
    // IEEE 802.1D: without a spanning tree, two paths between bridges are a loop.
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    nic "b" mac="02:00:00:00:00:15" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "net" address="10.0.0.24" { links "a" "b"; vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let mut carried: FxHashMap<usize, (Span, &str)> = FxHashMap::default();
        // What is in a bond carries nothing itself: `network/bond-links`.
        for interface in node
            .interfaces
            .iter()
            .filter(|interface| interface.bond.is_none())
        {
            let tagged = interface.vlans.iter().map(|vlan| vlan.network);
            let mut own: Vec<usize> = tagged.chain(interface.untagged).collect();
            own.sort_unstable();
            own.dedup();
            for at in own {
                let Some(network) = cx
                    .model
                    .networks
                    .get(at)
                    .filter(|network| network.bridge.is_some())
                else {
                    continue;
                };
                match carried.get(&at) {
                    Some((first, other)) if *other != interface.name.value => {
                        report.push(twice(node, interface, network, *first, other))
                    }
                    Some(_) => {}
                    None => drop(carried.insert(at, (interface.name.span, &interface.name.value))),
                }
            }
        }
    }
}

fn twice(
    node: &Node,
    interface: &Interface,
    network: &Network,
    first: Span,
    other: &str,
) -> Diagnostic {
    RULE.at(
        interface.name.span,
        format!(
            "network `{}` comes to node `{}` by two links",
            network.name, node.decl.name
        ),
    )
    .label("again here")
    .also(
        first,
        format!("`{other}` carries it too, and the bridge of the network joins both"),
    )
    .help(
        "remove it from one of the two; if the second is there in case the \
         first fails, put both into a `bond`",
    )
}
