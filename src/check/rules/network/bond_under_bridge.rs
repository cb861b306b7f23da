//! `network/bond-under-bridge`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::BondMode;
use crate::model::Interface;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/bond-under-bridge",
    level: Level::Error,
    since: "0.1.0",
    summary: "a bond rewrites the MAC addresses of the VMs on its bridge",
    why: "`balance-alb` and `balance-tlb` put the card's own MAC address into frames that leave \
          by another card. Behind a bridge those frames are a VM's: the switch learns the wrong \
          address, and the VM's connections stall at random.",
    fr: French {
        summary: "un bond réécrit les adresses MAC des VM de son pont",
        why: "`balance-alb` et `balance-tlb` mettent l'adresse MAC de la carte dans les trames qui \
              sortent par une autre carte. Derrière un pont, ces trames sont celles d'une VM : le \
              commutateur apprend la mauvaise adresse, et les connexions de la VM se figent au \
              hasard.",
    },
    // linux drivers/net/bonding/bond_alb.c bond_do_alb_xmit: h_source becomes that of the slave
    wrong: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="balance-alb" address="10.0.0.24" { links "a" "b"; vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
network "office" subnet="10.0.0.0/24" { bridge "br-office"; }
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="balance-tlb" address="10.0.0.24" { links "a" "b"; untagged "office"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    right: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="active-backup" address="10.0.0.24" { links "a" "b"; vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "a" mac="02:00:00:00:00:14"
    nic "b" mac="02:00:00:00:00:15"
    bond "bond0" mode="balance-alb" address="10.0.0.24" { links "a" "b"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let bonds = node
            .decl
            .bond
            .iter()
            .filter(|bond| rewrites(bond.mode.value));
        for bond in bonds {
            let name = bond.name.value.0.as_str();
            let mut links = node.interfaces.iter();
            let Some((network, bridge)) = links
                .find(|interface| interface.name.value == name)
                .and_then(|interface| bridged(cx, interface))
            else {
                continue;
            };
            report.push(
                RULE.at(
                    bond.mode.span,
                    format!(
                        "bond `{name}` of node `{}` rewrites the MAC addresses of VMs",
                        node.decl.name
                    ),
                )
                .label(format!(
                    "`{}` does not work below a bridge",
                    bond.mode.value
                ))
                .also(
                    bridge,
                    format!("VMs of network `{network}` use this bridge"),
                )
                .help(
                    "write `mode=\"active-backup\"`; or `mode=\"802.3ad\"`, if the switch is set \
                     up for LACP",
                ),
            );
        }
    }
}

fn rewrites(mode: BondMode) -> bool {
    matches!(mode, BondMode::BalanceAlb | BondMode::BalanceTlb)
}

/// The first network that VMs reach through a link: its name, and where its bridge is declared.
fn bridged<'m>(cx: &Context<'m>, interface: &Interface) -> Option<(&'m str, Span)> {
    let tagged = interface.vlans.iter().map(|vlan| vlan.network);
    tagged.chain(interface.untagged).find_map(|at| {
        let network = cx.model.networks.get(at)?;
        let bridge = network.bridge.as_ref()?;
        Some((network.name.value.0.as_str(), bridge.span))
    })
}
