//! `network/duplicate-address`

use crate::check::about::addresses::for_example;
use crate::check::about::machines::same_machine;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Node;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "network/duplicate-address",
    level: Level::Error,
    since: "0.1.0",
    summary: "two links have one address",
    why: "Both machines answer for the address, and traffic sometimes reaches one and sometimes \
          the other. Talos may join the wrong one to the cluster.",
    fr: French {
        summary: "deux liens ont une même adresse",
        why: "Les deux machines répondent à l'adresse, et le trafic va tantôt à l'une, tantôt à \
              l'autre. Talos peut faire entrer la mauvaise dans le cluster.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.23"
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
    check: Check::Written(check),
};

/// Where an address is first, the link that has it, and what messages call that.
type First<'m> = (Span, Option<(&'m Node, &'m str)>, String);

fn check(cx: &Context<'_>, report: &mut Report) {
    let gateway = &cx.model.cluster.decl.nodes.gateway;
    let mut seen: FxHashMap<Ipv4Addr, First<'_>> = FxHashMap::default();
    seen.insert(gateway.value.0, (gateway.span, None, ROUTER.to_string()));
    for node in &cx.model.nodes {
        // One in a bond has no address of its own: `network/bond-links`.
        for interface in node
            .interfaces
            .iter()
            .filter(|interface| interface.bond.is_none())
        {
            let own = interface
                .link
                .address
                .iter()
                .map(|address| (address.0, address.span));
            let vlans = interface
                .vlans
                .iter()
                .filter_map(|vlan| vlan.address)
                .map(|address| (address.value, address.span));
            for (address, span) in own.chain(vlans) {
                match seen.get(&address) {
                    Some((_, Some((first, _)), _))
                        if !std::ptr::eq(*first, node) && same_machine(first, node) => {}
                    // Two of one name: `name/declared-twice`.
                    Some((_, Some((first, name)), _))
                        if std::ptr::eq(*first, node) && *name == interface.name.value => {}
                    Some((first, _, owner)) => {
                        report.push(taken(cx, node, address, span, *first, owner))
                    }
                    None => {
                        seen.insert(
                            address,
                            (
                                span,
                                Some((node, &interface.name)),
                                format!("node `{}`", node.decl.name),
                            ),
                        );
                    }
                }
            }
        }
    }
}

fn taken(
    cx: &Context<'_>,
    node: &Node,
    address: Ipv4Addr,
    span: Span,
    first: Span,
    owner: &str,
) -> Diagnostic {
    RULE.at(
        span,
        format!(
            "{address} of node `{}` is already the address of {owner}",
            node.decl.name
        ),
    )
    .label("again here")
    .also(
        first,
        if owner == ROUTER {
            "the address of the router"
        } else {
            "first used here"
        },
    )
    .help(match owner == ROUTER {
        true => format!(
            "give `{}` another address: `gateway=` says that the router has \
             this one",
            node.decl.name
        ),
        false => format!(
            "give `{}` an address that nothing else has{}",
            node.decl.name,
            for_example(cx)
        ),
    })
}

const ROUTER: &str = "the router";
