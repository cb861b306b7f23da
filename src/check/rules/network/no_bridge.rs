//! `network/no-bridge`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Network;
use crate::model::{Interface, Node, Vm, VmNic};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "network/no-bridge",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM joins a network that no machine can give it",
    why: "A VM's card is plugged into a Linux bridge on its node. Without a bridge, or if no node \
          carries the network, the VM never starts.",
    fr: French {
        summary: "une VM rejoint un réseau qu'aucune machine ne peut lui donner",
        why: "La carte d'une VM est branchée sur un pont Linux de son nœud. Sans pont, ou si aucun \
              nœud ne porte le réseau, la VM ne démarre jamais.",
    },
    wrong: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "cameras"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan"
    }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // A network that is not known could be this one, misspelt.
    let misspelt = |interface: &Interface| {
        interface.vlans.len() < interface.link.vlans.len() + interface.link.vlan.len()
    };
    let lacks = |node: usize, network: usize| {
        !carries(cx, node, network) && !cx.model.nodes[node].interfaces.iter().any(misspelt)
    };
    let mut anywhere: FxHashMap<usize, Option<usize>> = FxHashMap::default();
    for vm in &cx.model.vms {
        for nic in &vm.nics {
            let Some((at, network)) = nic
                .network
                .and_then(|at| Some((at, cx.model.networks.get(at)?)))
            else {
                continue;
            };
            if network.bridge.is_none() {
                report.push(bridgeless(vm, nic, network));
                continue;
            }
            // Without a placement the answer is the same for every VM on this network.
            let missing = match vm.nodes.is_empty() {
                true => *anywhere
                    .entry(at)
                    .or_insert_with(|| vm.candidates(cx.model).find(|node| lacks(*node, at))),
                false => vm.candidates(cx.model).find(|node| lacks(*node, at)),
            };
            if let Some(node) = missing.and_then(|at| cx.model.nodes.get(at)) {
                report.push(not_carried(vm, nic, network, node));
            }
        }
    }
}

fn bridgeless(vm: &Vm, nic: &VmNic, network: &Network) -> Diagnostic {
    RULE.at(
        nic.name.span,
        format!(
            "VM `{}` joins network `{}`, which has no bridge",
            vm.decl.name, network.name
        ),
    )
    .label("nothing to plug its card into")
    .also(network.head.span, "declared without a bridge")
    .help(format!(
        "add `bridge \"br-{}\"` to the block of the network",
        network.name
    ))
}

fn not_carried(vm: &Vm, nic: &VmNic, network: &Network, node: &Node) -> Diagnostic {
    RULE.at(
        nic.name.span,
        format!(
            "VM `{}` may run on node `{}`, which does not carry network `{}`",
            vm.decl.name, node.decl.name, network.name
        ),
    )
    .label("the VM would not start there")
    .also(
        node.decl.head.span,
        format!("no link here has `vlans \"{}\"`", network.name),
    )
    .help(format!(
        "carry the network on every node for workloads: `vlans \"{}\"` on a nic or \
         bond; or place the VM",
        network.name
    ))
}

/// A node carries a network, tagged or untagged.
fn carries(cx: &Context<'_>, node: usize, network: usize) -> bool {
    let interfaces = cx
        .model
        .nodes
        .get(node)
        .map(|node| node.interfaces.as_slice())
        .unwrap_or_default();
    interfaces
        .iter()
        .any(|i| i.untagged == Some(network) || i.vlans.iter().any(|vlan| vlan.network == network))
}
