//! `network/first-boot`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Name;
use crate::model::{Interface, Node};
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/first-boot",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine cannot reach the network at its first boot",
    why: "Before it has its configuration, a machine knows only what DHCP tells it or what is in \
          its boot image. With first-boot=static the boot image must name an address.\n\nThat \
          address stays on its link for good. If the configuration then gives it to a bridge, one \
          address is on two links, and the machine goes dark.",
    fr: French {
        summary: "une machine ne peut pas joindre le réseau à son premier démarrage",
        why: "Avant d'avoir sa configuration, une machine ne sait que ce que lui dit DHCP ou ce \
              qui est dans son image de démarrage. Avec first-boot=static, l'image doit nommer une \
              adresse.\n\nCette adresse reste pour toujours sur son lien. Si la configuration la \
              donne ensuite à un pont, une même adresse est sur deux liens, et la machine ne \
              répond plus.",
    },
    wrong: &[
        r#"
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
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1" first-boot=static
    vip "10.0.0.10"
}
network "office" subnet="10.0.0.0/24" { bridge "br-office"; }
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { untagged "office"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    right: &[
        r#"
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
    ],
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
        } else if let Some(bridge) = bridge(cx, primary) {
            report.push(on_two_links(node, primary, bridge, first_boot.span));
        }
    }
}

/// The bridge that takes over the addresses of a link.
fn bridge<'m>(cx: &Context<'m>, primary: &Interface) -> Option<&'m Name> {
    let network = cx.model.networks.get(primary.untagged?)?;
    network.bridge.as_ref().map(|bridge| &bridge.value)
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

fn on_two_links(node: &Node, primary: &Interface, bridge: &Name, first_boot: Span) -> Diagnostic {
    RULE.at(
        primary.head,
        format!(
            "node `{}` would have its address on `{}` and on bridge `{bridge}`",
            node.decl.name, primary.name
        ),
    )
    .label("its address moves to the bridge")
    .also(first_boot, "the boot image puts it on the link itself")
    .help(
        "write `first-boot=dhcp` in `nodes`, if a DHCP server answers there; or give VMs a network \
         with a `vlan` of its own, and list it in `vlans` in place of `untagged`",
    )
}
