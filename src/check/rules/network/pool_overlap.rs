//! `network/pool-overlap`

use crate::check::about::addresses::for_example;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, names};
use crate::language::types::AddressRange;
use crate::source::Span;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "network/pool-overlap",
    level: Level::Error,
    since: "0.1.0",
    summary: "the addresses of load balancers hold one of a machine",
    why: "Cilium gives the addresses of the range to services, and answers for them. A machine or \
          the router inside the range loses its traffic the day a service gets its address.",
    fr: French {
        summary: "les adresses des répartiteurs de charge contiennent celle d'une machine",
        why: "Cilium donne les adresses de la plage aux services, et répond pour elles. Une \
              machine ou le routeur dans la plage perd son trafic le jour où un service reçoit son \
              adresse.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.210"
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

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let Some(range) = cluster.load_balancers.as_ref() else {
        return;
    };
    let inside = inside(cx, range);
    match inside.as_slice() {
        [] => {}
        [(address, span, owner)] => report.push(
            RULE.at(
                *span,
                format!("{address} of {owner} is in the range of `load-balancers`"),
            )
            .label("a service may get it")
            .also(range.span, "the range")
            .help(format!(
                "give the machine an address outside of the range{}; or move the range",
                for_example(cx)
            )),
        ),
        // Of several, the range is what is wrong.
        [(_, first, _), ..] => {
            let owners: Vec<String> = inside
                .iter()
                .map(|(address, _, owner)| format!("{owner} has {address}"))
                .collect();
            report.push(
                RULE.at(
                    range.span,
                    format!(
                        "{} addresses of machines are in the range of `load-balancers`",
                        inside.len()
                    ),
                )
                .label("services may get them")
                .also(*first, "the first of them")
                .note(names(owners.iter().map(String::as_str).collect::<Vec<_>>()))
                .help("move the range to addresses that no machine has"),
            );
        }
    }
}

/// Addresses of machines and of the router in the range, each with its owner.
fn inside(cx: &Context<'_>, range: &AddressRange) -> Vec<(Ipv4Addr, Span, String)> {
    let cluster = &cx.model.cluster.decl;
    let gateway = std::iter::once((
        cluster.nodes.gateway.value.0,
        cluster.nodes.gateway.span,
        "the router".to_string(),
    ));
    let nodes = cx.model.nodes.iter().flat_map(|node| {
        let addresses = node
            .interfaces
            .iter()
            .filter_map(|interface| interface.link.address.as_ref());
        addresses.map(move |address| {
            (
                address.0,
                address.span,
                format!("node `{}`", node.decl.name),
            )
        })
    });
    gateway
        .chain(nodes)
        .filter(|(address, ..)| range.contains(*address))
        .collect()
}
