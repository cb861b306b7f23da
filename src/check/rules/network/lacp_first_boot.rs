//! `network/lacp-first-boot`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, names};
use crate::model::{Interface, Node};

pub static RULE: Rule = Rule {
    id: "network/lacp-first-boot",
    level: Level::Warning,
    since: "0.1.0",
    summary: "machines wait for DHCP behind ports that speak LACP only",
    why: "A machine that has no configuration yet does not speak LACP. Most switches keep such a \
          port closed unless LACP fallback is on: the machine never gets an address, and waits \
          where nobody sees it.",
    fr: French {
        summary: "des machines attendent DHCP derrière des ports qui ne parlent que LACP",
        why: "Une machine qui n'a pas encore sa configuration ne parle pas LACP. La plupart des \
              commutateurs gardent alors le port fermé, sauf si le repli LACP (fallback) est \
              activé : la machine ne reçoit jamais d'adresse, et attend là où personne ne la \
              voit.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="802.3ad" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1" first-boot=dhcp
    vip "10.0.0.10"
}
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="802.3ad" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1" first-boot=static
    vip "10.0.0.10"
}
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="802.3ad" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="active-backup" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let nodes = &cx.model.cluster.decl.nodes;
    // Who writes it knows how machines reach the network first.
    if nodes.first_boot.span != nodes.head.span {
        return;
    }
    let closed: Vec<&Node> = cx
        .model
        .nodes
        .iter()
        .filter(|node| is_closed(node))
        .collect();
    // It is one switch, or one habit: one finding for all machines.
    if let Some(finding) = finding(cx, &closed) {
        report.push(finding);
    }
}

/// Its address is on a bond that speaks LACP.
fn is_closed(node: &Node) -> bool {
    let primary = node.primary.and_then(|at| node.interfaces.get(at));
    primary.is_some_and(Interface::is_lacp)
}

fn finding(cx: &Context<'_>, closed: &[&Node]) -> Option<Diagnostic> {
    let first = closed.first()?;
    let primary = first.interfaces.get(first.primary?)?;
    let mut bonds = first.decl.bond.iter();
    let mode = bonds.find(|bond| bond.name.value.0.as_str() == primary.name.value)?;
    let machines = names(closed.iter().map(|node| node.decl.name.value.0.as_str()));
    Some(
        RULE.at(
            mode.mode.span,
            format!("before its configuration, no machine speaks LACP: {machines}"),
        )
        .label("the switch may keep these ports closed")
        .also(
            cx.model.cluster.decl.nodes.head.span,
            "without `first-boot`, machines wait for DHCP",
        )
        .help("write `first-boot=static` in `nodes`: the boot image then brings up the bond itself")
        .help(
            "if LACP fallback is on at the switch (\"no suspend-individual\", \"lacp fallback\", \
             \"force-up\"), write `first-boot=dhcp` in `nodes`",
        ),
    )
}
