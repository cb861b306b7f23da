//! `patch/unknown-link`

use crate::check::about::machines::is_kernel_link;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean, list};
use crate::model;
use crate::yaml::{Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/unknown-link",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch builds on a network link that does not exist",
    why: "Talos waits for the link forever and says nothing: the VLAN, bridge or shared address \
          never comes up, and after the next reboot the machine cannot be reached.",
    fr: French {
        summary: "un patch s'appuie sur un lien réseau qui n'existe pas",
        why: "Talos attend le lien pour toujours et ne dit rien : le VLAN, le pont ou l'adresse \
              partagée n'apparaît jamais, et après le prochain redémarrage la machine ne répond \
              plus à personne.",
    },
    // talos machinery 1.13.9 accepts any name.
    wrong: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: VLANConfig
    name: nett.30
    vlanID: 30
    parent: nett
    """
"#],
    right: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: VLANConfig
    name: net.30
    vlanID: 30
    parent: net
    """
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let documents = &cx.hatches.patches;
    if documents.is_empty() {
        return;
    }
    for document in documents {
        let named = named(document);
        let mut told: Vec<&str> = Vec::new();
        for machine in cx
            .model
            .nodes
            .iter()
            .filter(|node| !named.is_empty() && node.is_called(&document.owner.on))
        {
            let known = links(cx, machine, documents);
            for node in &named {
                let name = node.text();
                if told.contains(&name) || known.iter().any(|known| known == name) {
                    continue;
                }
                told.push(name);
                report.push(nowhere(document, node, machine, &known));
            }
        }
    }
}

/// Links that a document is built on.
fn named<'d>(document: &'d PatchDocument<'_>) -> Vec<&'d Node> {
    let named: Vec<&Node> = match document.kind() {
        "Layer2VIPConfig" => document.node.get("link").into_iter().collect(),
        "VLANConfig" => document.node.get("parent").into_iter().collect(),
        "BondConfig" | "BridgeConfig" | "VRFConfig" => document
            .node
            .get("links")
            .map_or(&[][..], Node::items)
            .iter()
            .collect(),
        _ => Vec::new(),
    };
    // Names of drivers are out of our sight.
    named
        .into_iter()
        .filter(|node| {
            !node.text().is_empty()
                && matches!(node.kind, Kind::Text { .. })
                && !is_kernel_link(node.text())
        })
        .collect()
}

fn nowhere(
    document: &PatchDocument<'_>,
    node: &Node,
    machine: &model::Node,
    known: &[String],
) -> Diagnostic {
    let name = node.text();
    let problem = RULE
        .at(
            document.span(&node.at),
            format!("node `{}` has no link `{name}`", machine.decl.name),
        )
        .label("nothing here makes a link of this name");
    // A link is not built on itself.
    let own = document.node.get("name").map_or("", Node::text);
    let others = || known.iter().map(String::as_str).filter(|link| *link != own);
    match did_you_mean(name, others()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!(
            "write one of the links that it has: {}",
            list(others())
        )),
    }
}

/// Names of the links of a machine: of the description, and of documents in patches that reach it.
fn links(
    cx: &Context<'_>,
    machine: &crate::model::Node,
    documents: &[PatchDocument<'_>],
) -> Vec<String> {
    let networks = |at: usize| cx.model.networks.get(at);
    let mut names: Vec<String> = Vec::new();
    for interface in &machine.interfaces {
        names.push(interface.name.value.clone());
        let carried = interface
            .vlans
            .iter()
            .map(|vlan| vlan.network)
            .chain(interface.untagged);
        for network in carried.filter_map(networks) {
            names.extend(
                network
                    .vlan
                    .map(|tag| format!("{}.{}", interface.name.value, tag.value)),
            );
            names.extend(network.bridge.as_ref().map(|bridge| bridge.to_string()));
        }
    }
    let reaching = documents
        .iter()
        .filter(|document| machine.is_called(&document.owner.on));
    names.extend(
        reaching
            .filter_map(|document| document.node.get("name"))
            .map(|name| name.text().to_string()),
    );
    names.sort();
    names.dedup();
    names
}
