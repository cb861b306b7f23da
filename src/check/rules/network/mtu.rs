//! `network/mtu`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Network;
use crate::model::Interface;
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "network/mtu",
    level: Level::Error,
    since: "0.1.0",
    summary: "frames are larger than the link below can carry, or of an impossible size",
    why: "The kernel refuses such a VLAN: it stays down, and every VM on it with it.",
    fr: French {
        summary: "les trames sont plus grandes que ce que porte le lien du dessous, ou d'une \
                  taille impossible",
        why: "Le noyau refuse un tel VLAN : il reste éteint, et avec lui toutes ses VM.",
    },
    wrong: &[r#"
network "lan" vlan=50 subnet="10.50.0.0/24" mtu=9000 {
    bridge "br-lan"
}
"#],
    right: &[r#"
network "lan" vlan=50 subnet="10.50.0.0/24" mtu=1500 {
    bridge "br-lan"
}
"#],
    check: Check::Written(check),
};

/// IPv4 needs 576; cards take jumbo frames of 9000 to about 16000 bytes.
pub(super) const LEAST: u32 = 576;
pub(super) const MOST: u32 = 16_384;

fn check(cx: &Context<'_>, report: &mut Report) {
    let links = cx
        .model
        .nodes
        .iter()
        .flat_map(|node| &node.interfaces)
        .filter_map(|interface| interface.link.mtu);
    let networks = cx.model.networks.iter().filter_map(|network| network.mtu);
    for mtu in links
        .chain(networks)
        .filter(|mtu| !(LEAST..=MOST).contains(&mtu.value))
    {
        report.push(
            RULE.at(
                mtu.span,
                format!("no link carries frames of {} bytes", mtu.value),
            )
            .label(format!("from {LEAST} to {MOST}"))
            .help("write `mtu=1500`, or 9000 where every switch is set up for it"),
        );
    }
    carriers(cx, report);
}

/// A network with larger frames than a link that carries it. One finding per network: its size is
/// said once.
fn carriers(cx: &Context<'_>, report: &mut Report) {
    for (at, network) in cx.model.networks.iter().enumerate() {
        let Some(mtu) = network.mtu.filter(|mtu| mtu.value <= MOST) else {
            continue;
        };
        let Some((node, interface)) = carrier(cx, at, mtu) else {
            continue;
        };
        report.push(larger(network, mtu, node, interface));
    }
}

fn larger(network: &Network, mtu: Spanned<u32>, node: &str, interface: &Interface) -> Diagnostic {
    let carried = interface.mtu();
    let place: Span = interface.link.mtu.map_or(interface.head, |mtu| mtu.span);
    RULE.at(
        mtu.span,
        format!(
            "network `{}` uses larger frames than `{}` of node `{node}`, which carries it",
            network.name, interface.name
        ),
    )
    .label(format!("{} bytes", mtu.value))
    .also(
        place,
        if interface.link.mtu.is_some() {
            format!("{carried} bytes")
        } else {
            format!("{carried} bytes, the default")
        },
    )
    .help(format!(
        "write `mtu={carried}` here, or remove it; if all your switches carry {0} bytes, \
         write `mtu={0}` on every nic and bond that carries `{1}`",
        mtu.value, network.name
    ))
}

/// The first link that carries a network and is too small for it.
fn carrier<'m>(
    cx: &Context<'m>,
    network: usize,
    mtu: Spanned<u32>,
) -> Option<(&'m str, &'m crate::model::Interface)> {
    cx.model.nodes.iter().find_map(|node| {
        let small = node.interfaces.iter().find(|interface| {
            let carries = interface.vlans.iter().any(|vlan| vlan.network == network);
            carries && interface.mtu() < mtu.value
        })?;
        Some((&*node.decl.name.value.0, small))
    })
}
