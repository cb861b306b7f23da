//! `network/first-boot`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::BondMode;
use crate::model::{Interface, InterfaceKind, Node};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/first-boot",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine cannot reach the network at its first boot",
    why: "Before it has its configuration, a machine knows only what DHCP tells it or what is in \
          its boot image. With first-boot=static the boot image must name an address.\n\nOne plain \
          card must be able to carry it: a switch that waits for LACP does not talk to it.",
    fr: French {
        summary: "une machine ne peut pas joindre le réseau à son premier démarrage",
        why: "Avant d'avoir sa configuration, une machine ne sait que ce que lui dit DHCP ou ce \
              qui est dans son image de démarrage. Avec first-boot=static, l'image doit nommer une \
              adresse, et une simple carte doit pouvoir la porter : un commutateur qui attend LACP \
              ne lui parle pas.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1" first-boot=static
    vip "10.0.0.10"
}
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" dhcp=#true
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1" first-boot=static
    vip "10.0.0.10"
}
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let first_boot = cx.model.cluster.decl.nodes.first_boot;
    if !cx.model.cluster.boots_static() {
        return;
    }
    for node in cx.model.nodes.iter() {
        let Some(primary) = node.primary.and_then(|at| node.interfaces.get(at)) else {
            continue;
        };
        if node.address.is_none() {
            report.push(nobody_answers(node, primary, first_boot.span));
        } else if matches!(
            primary.kind,
            InterfaceKind::Bond {
                mode: BondMode::Lacp,
                ..
            }
        ) {
            report.push(closed_bond(node, primary, first_boot.span));
        }
    }
}

fn nobody_answers(node: &Node, primary: &Interface, first_boot: Span) -> Diagnostic {
    RULE.at(
        primary.head,
        format!(
            "node `{}` waits for DHCP, and nobody answers",
            node.decl.name
        ),
    )
    .label("has no static address")
    .also(first_boot, "there is no DHCP on the node network")
    .help(
        "write `address=\"...\"` in place of `dhcp=#true`; or `first-boot=dhcp` in \
         `nodes`, if a DHCP server answers there",
    )
}

fn closed_bond(node: &Node, primary: &Interface, first_boot: Span) -> Diagnostic {
    RULE.at(
        primary.head,
        format!(
            "node `{}` cannot use its bond before it is configured",
            node.decl.name
        ),
    )
    .label("the switch waits for LACP")
    .also(first_boot, "an address in the boot image is for one card")
    .help(
        "write `mode=\"active-backup\"`; or `first-boot=dhcp`, with LACP fallback on \
         the switch: a switch that waits for LACP does not talk to one card",
    )
}
