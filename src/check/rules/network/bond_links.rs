//! `network/bond-links`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Link;
use crate::model::{Interface, InterfaceKind, Node};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "network/bond-links",
    level: Level::Error,
    since: "0.1.0",
    summary: "a bond has no cards of its own",
    why: "A bond takes its cards over: they can belong to one bond only, and addresses belong on \
          the bond. Otherwise Talos configures the card twice, and the machine loses its network.",
    fr: French {
        summary: "un agrégat n'a pas de cartes à lui",
        why: "Un agrégat prend ses cartes : elles ne peuvent être que dans un seul, et les \
              adresses sont sur l'agrégat. Sinon, Talos configure la carte deux fois, et la \
              machine perd son réseau.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14" address="10.50.0.24"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for bond in &node.interfaces {
            let InterfaceKind::Bond { links, .. } = &bond.kind else {
                continue;
            };
            if node.declared_links(&bond.name) == 0 {
                report.push(
                    RULE.at(
                        bond.head,
                        format!(
                            "bond `{}` of node `{}` has no links",
                            bond.name, node.decl.name
                        ),
                    )
                    .label("nothing to bond")
                    .help("name its cards: `links \"a\" \"b\"`"),
                );
            }
            for name in links {
                card(node, bond, name, report);
            }
        }
    }
}

/// A card belongs to one bond, and has no settings of its own.
fn card(node: &Node, bond: &Interface, name: &Spanned<String>, report: &mut Report) {
    let Some(nic) = node
        .interfaces
        .iter()
        .find(|other| other.is_nic() && other.name == *name)
    else {
        return;
    };
    if let Some(other) = nic.bond.as_ref().filter(|other| **other != bond.name.value) {
        report.push(
            RULE.at(
                name.span,
                format!("nic `{name}` of node `{}` is in two bonds", node.decl.name),
            )
            .label(format!("already in `{other}`"))
            .help("remove it from `links` of one of the two bonds: a card belongs to one"),
        );
    }
    own_settings(node, bond, nic, report);
}

fn own_settings(node: &Node, bond: &Interface, nic: &Interface, report: &mut Report) {
    let name = &nic.name;
    let link = &nic.link;
    if link.address.is_some()
        || link.dhcp.value
        || !nic.vlans.is_empty()
        || !link.route.is_empty()
        || link.untagged.is_some()
    {
        let at = link
            .address
            .as_ref()
            .map_or(nic.head, |address| address.span);
        report.push(
            RULE.at(
                at,
                format!(
                    "nic `{name}` of node `{}` is in a bond and has settings of its \
                     own",
                    node.decl.name
                ),
            )
            .label("belongs on the bond")
            .also(bond.head, "this bond takes it over")
            .help(move_to(link, bond)),
        );
    }
}

/// What to do with the settings of a card.
fn move_to(link: &Link, bond: &Interface) -> String {
    let has_address = bond.link.address.is_some() || bond.link.dhcp.value;
    let (mut gone, mut moved) = (Vec::new(), Vec::new());
    if link.address.is_some() || link.dhcp.value {
        let word = if link.address.is_some() {
            "`address`"
        } else {
            "`dhcp`"
        };
        if has_address { &mut gone } else { &mut moved }.push(word);
    }
    let blocks = [
        (!link.vlans.is_empty(), "`vlans`"),
        (link.untagged.is_some(), "`untagged`"),
        (!link.route.is_empty(), "`route`"),
    ];
    moved.extend(
        blocks
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, word)| word),
    );
    let gone = (!gone.is_empty()).then(|| {
        format!(
            "remove {} here: the machine has the address of bond `{}`",
            gone.join(" and "),
            bond.name
        )
    });
    let moved = (!moved.is_empty())
        .then(|| format!("move {} to bond `{}`", moved.join(" and "), bond.name));
    gone.into_iter().chain(moved).collect::<Vec<_>>().join("; ")
}
