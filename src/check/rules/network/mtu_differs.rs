//! `network/mtu-differs`

use super::mtu::{LEAST, MOST};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, names};
use crate::language::types::Subnet;
use crate::model::Interface;
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "network/mtu-differs",
    level: Level::Warning,
    since: "0.1.0",
    summary: "machines of one network send frames of different sizes",
    why: "Nothing tells a machine that its neighbour takes smaller frames: larger ones are dropped \
          without a word, and tunnels, large DNS answers or video hang.\n\nPlain connections agree \
          on a size, so pings and logins work, and the fault is looked for elsewhere.",
    fr: French {
        summary: "des machines d'un même réseau envoient des trames de tailles différentes",
        why: "Rien ne dit à une machine que sa voisine accepte des trames plus petites : les plus \
              grandes sont jetées sans un mot, et les tunnels, les grandes réponses DNS ou la \
              vidéo restent bloqués.\n\nLes connexions simples s'accordent sur une taille, donc \
              les pings et les sessions marchent, et on cherche le défaut ailleurs.",
    },
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" mtu=9000
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
network "san" subnet="10.40.0.0/24"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    nic "san" mac="02:00:00:00:00:24" address="10.40.0.24" mtu=9000
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
node "worker-5" model="server" role=worker {
    uuid "c0a80015-5555-4a10-8031-b7c04f32d115"
    nic "net" mac="02:00:00:00:00:15" address="10.0.0.25"
    nic "san" mac="02:00:00:00:00:25" address="10.40.0.25"
    disk "os" id="ata-SSD_0000W5" size="500GB" media=ssd use=install
}
"#,
    ],
    right: &[r#"
network "san" subnet="10.40.0.0/24"
network "backup" vlan=70 subnet="10.70.0.0/24" mtu=9000
node "worker-5" model="server" role=worker {
    uuid "c0a80015-5555-4a10-8031-b7c04f32d115"
    nic "net" mac="02:00:00:00:00:15" address="10.0.0.25" mtu=9000 { vlan "backup" address="10.70.0.25"; }
    disk "os" id="ata-SSD_0000W5" size="500GB" media=ssd use=install
}
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" mtu=1500
    nic "san" mac="02:00:00:00:00:24" address="10.40.0.24" mtu=9000
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

/// A link with an address of a network, and its machine.
struct Member<'m> {
    node: &'m str,
    interface: &'m Interface,
    mtu: u32,
}

fn check(cx: &Context<'_>, report: &mut Report) {
    let nodes = &cx.model.cluster.decl.nodes.subnet.value;
    differs(cx, "the node network", nodes, report);
    for network in cx.model.networks.iter().filter(|network| {
        // Tagged networks say their size once; the node network may be declared for VMs too.
        network.vlan.is_none() && network.subnet.value != *nodes
    }) {
        let called = format!("network `{}`", network.name);
        differs(cx, &called, &network.subnet.value, report);
    }
}

/// One finding for a network: the size that fewest machines have is the odd one.
fn differs(cx: &Context<'_>, called: &str, subnet: &Subnet, report: &mut Report) {
    let members = members(cx, subnet);
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    members
        .iter()
        .for_each(|member| *counts.entry(member.mtu).or_default() += 1);
    let usual =
        |member: &&Member<'_>| (counts.get(&member.mtu), member.interface.link.mtu.is_none());
    let Some(most) = members.iter().max_by_key(usual) else {
        return;
    };
    let odd: Vec<&Member<'_>> = members
        .iter()
        .filter(|member| member.mtu != most.mtu)
        .collect();
    if let Some(first) = odd.first() {
        report.push(finding(called, first, most, &odd));
    }
}

fn finding(called: &str, first: &Member<'_>, most: &Member<'_>, odd: &[&Member<'_>]) -> Diagnostic {
    let written = |member: &Member<'_>| -> (Span, String) {
        match &member.interface.link.mtu {
            Some(mtu) => (mtu.span, format!("{} bytes", mtu.value)),
            None => (
                member.interface.head,
                format!("{} bytes, the default", member.mtu),
            ),
        }
    };
    let ((at, label), (other, others)) = (written(first), written(most));
    let problem = RULE
        .at(
            at,
            format!(
                "node `{}` sends frames of {} bytes on {called}, others of {}",
                first.node, first.mtu, most.mtu
            ),
        )
        .label(label)
        .also(other, format!("node `{}`: {others}", most.node))
        .help(format!(
            "write `mtu={}` here; or `mtu={}` on every machine of {called}, if every switch \
             between them carries that",
            most.mtu, first.mtu
        ));
    match odd {
        [_] => problem,
        several => problem.note(format!(
            "so do {}",
            names(several.iter().skip(1).map(|member| member.node))
        )),
    }
}

fn members<'m>(cx: &Context<'m>, subnet: &Subnet) -> Vec<Member<'m>> {
    let nodes = cx.model.nodes.iter();
    nodes
        .filter_map(|node| {
            let primary = node.primary.and_then(|at| node.interfaces.get(at));
            let is_nodes = *subnet == cx.model.cluster.decl.nodes.subnet.value;
            let has_address = |interface: &&Interface| {
                let address = interface.link.address.as_ref();
                address.is_some_and(|address| subnet.contains(address.0))
            };
            let interface = match is_nodes {
                true => primary,
                false => node.interfaces.iter().find(has_address),
            }?;
            // Of impossible sizes `network/mtu` tells.
            let mtu = interface.mtu();
            let is_plain = interface.vlans.is_empty() && (LEAST..=MOST).contains(&mtu);
            // What a link carries besides may need the larger frames.
            is_plain.then(|| Member {
                node: &node.decl.name.value.0,
                interface,
                mtu,
            })
        })
        .collect()
}
