//! `patch/unknown-link`

use crate::check::hatch::PatchDocument;
use crate::check::{Context, French, Rule, is_kernel_link};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::yaml::{Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/unknown-link",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch stands on a network link that does not exist",
    why: "Talos waits for the link forever and says nothing: the VLAN, bridge or shared address never comes up, and after \
          the next reboot the machine answers to nobody.",
    fr: French {
        summary: "un patch s'appuie sur un lien réseau qui n'existe pas",
        why: "Talos attend le lien pour toujours et ne dit rien : le VLAN, le pont ou l'adresse partagée n'apparaît jamais, et \
              après le prochain redémarrage la machine ne répond plus à personne.",
    },
    // talos machinery 1.13.9 accepts any name.
    wrong: r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: VLANConfig
    name: nett.30
    vlanID: 30
    parent: nett
    """
"#,
    right: r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: VLANConfig
    name: net.30
    vlanID: 30
    parent: net
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let documents = &cx.hatches.patches;
    if documents.is_empty() {
        return;
    }
    let known = links(cx, documents);
    for document in documents {
        let named: Vec<&Node> = match document.kind() {
            "Layer2VIPConfig" => document.node.get("link").into_iter().collect(),
            "VLANConfig" => document.node.get("parent").into_iter().collect(),
            "BondConfig" | "BridgeConfig" | "VRFConfig" => document.node.get("links").map_or(&[][..], Node::items).iter().collect(),
            _ => continue,
        };
        for node in named {
            let name = node.text();
            // Names of drivers are out of our sight.
            if name.is_empty() || !matches!(node.kind, Kind::Text { .. }) || is_kernel_link(name) || known.iter().any(|known| known == name) {
                continue;
            }
            let problem = RULE.at(document.span(&node.at), format!("there is no link `{name}`")).label("Talos waits for it forever");
            report.push(match did_you_mean(name, known.iter().map(String::as_str)) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("name a `nic` or `bond` of the description, or a link of a patch"),
            });
        }
    }
}

/// Names of links: of the description, and of documents in patches.
fn links(cx: &Context<'_>, documents: &[PatchDocument<'_>]) -> Vec<String> {
    let model = cx.model;
    let mut names: Vec<String> = model.nodes.iter().flat_map(|node| &node.interfaces).map(|interface| interface.name.value.clone()).collect();
    names.extend(model.networks.iter().filter_map(|network| network.bridge.as_ref()).map(|bridge| bridge.to_string()));
    for interface in model.nodes.iter().flat_map(|node| &node.interfaces) {
        let tags = interface.vlans.iter().filter_map(|vlan| model.networks.get(vlan.network)?.vlan);
        names.extend(tags.map(|tag| format!("{}.{}", interface.name.value, tag.value)));
    }
    names.extend(documents.iter().filter_map(|document| document.node.get("name")).map(|name| name.text().to_string()));
    names.sort();
    names.dedup();
    names
}
