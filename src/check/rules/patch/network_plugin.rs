//! `patch/network-plugin`

use crate::check::hatch::PatchDocument;
use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/network-plugin",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch changes the network plugin, or what it stands on",
    why: "Cilium replaces Talos' own network plugin and kube-proxy, and finds the Kubernetes API through KubePrism at \
          localhost:7445. With a second plugin, or without that door, no pod gets a network, and nothing in Git looks wrong.",
    fr: French {
        summary: "un patch change le module réseau, ou ce sur quoi il repose",
        why: "Cilium remplace le module réseau de Talos et kube-proxy, et trouve l'API de Kubernetes par KubePrism sur \
              localhost:7445. Avec un second module, ou sans cette porte, aucun pod n'a de réseau, et rien dans Git n'a l'air \
              faux.",
    },
    wrong: r#"
patch "talos" on=all """
    machine:
      features:
        kubePrism:
          enabled: false
    """
"#,
    right: r#"
patch "talos" on=all """
    machine:
      features:
        diskQuotaSupport: true
    """
"#,
    check: Some(check),
};

/// A key of the main document that decides; `kept`: only while Cilium stands on it, and the value it has then.
struct Decision {
    path: &'static [&'static str],
    kept: Option<&'static str>,
    label: &'static str,
    help: &'static str,
}

const API: &str = "Cilium finds the Kubernetes API there, at localhost:7445";
const REMOVE: &str = "remove it";
const PLUGIN: &str = "Radier installs the plugin that the description names";
const PROXY: &str = "Cilium's values say the same, and both must agree";
const SAY_CNI: &str = "write `cni \"cilium\"` or `cni \"flannel\"` in `cluster`";
const SAY_PROXY: &str = "write `cni \"cilium\" kube-proxy=#true` or `#false` in `cluster`";

const DECISIONS: [Decision; 7] = [
    Decision { path: &["machine", "features", "kubePrism", "enabled"], kept: Some("true"), label: API, help: REMOVE },
    Decision { path: &["machine", "features", "kubePrism", "port"], kept: Some("7445"), label: API, help: REMOVE },
    Decision { path: &["machine", "features", "kubePrism", "$patch"], kept: Some(""), label: API, help: REMOVE },
    Decision { path: &["cluster", "network", "cni", "name"], kept: None, label: PLUGIN, help: SAY_CNI },
    Decision { path: &["cluster", "network", "cni", "urls"], kept: None, label: PLUGIN, help: SAY_CNI },
    Decision { path: &["cluster", "network", "cni", "$patch"], kept: None, label: PLUGIN, help: SAY_CNI },
    Decision { path: &["cluster", "proxy", "disabled"], kept: None, label: PROXY, help: SAY_PROXY },
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let is_cilium = cx.model.cluster.is_cilium();
    for document in &cx.hatches.patches {
        let node = &document.node;
        let decision = match document.kind() {
            "" => {
                main_document(document, is_cilium, report);
                continue;
            }
            // Before, `patch/unknown-kind`.
            _ if !cx.model.versions.is_multi_document() => None,
            "KubePrismConfig" if is_cilium => door(node).map(|key| (key, API, REMOVE)),
            "KubeFlannelCNIConfig" if is_cilium => node.entry("kind").map(|(key, _)| (key, PLUGIN, SAY_CNI)),
            "KubeProxyConfig" => node.entry("enabled").or_else(|| node.entry("$patch")).map(|(key, _)| (key, PROXY, SAY_PROXY)),
            _ => None,
        };
        if let Some((key, label, help)) = decision {
            let what = format!("`{}` of `{}` decides about the network plugin", key.text, document.kind());
            report.push(RULE.at(document.span(&key.at), what).label(label).help(help));
        }
    }
}

/// The key that takes the door of the API away, or moves it.
fn door(node: &Node) -> Option<&Key> {
    let moved = node.entry("port").filter(|(_, value)| !is(&value.kind, "7445"));
    node.entry("$patch").or(moved).map(|(key, _)| key)
}

fn main_document(document: &PatchDocument<'_>, is_cilium: bool, report: &mut Report) {
    for decision in &DECISIONS {
        let Some((key, value)) = document.node.at_path(decision.path) else { continue };
        if decision.kept.is_some_and(|kept| !is_cilium || is(&value.kind, kept)) {
            continue;
        }
        let what = format!("`{}` decides about the network plugin", decision.path.join("."));
        report.push(RULE.at(document.span(&key.at), what).label(decision.label).help(decision.help));
    }
}

fn is(kind: &Kind, word: &str) -> bool {
    match kind {
        Kind::Bool(flag) => flag.to_string() == word,
        Kind::Text { text, .. } => text == word,
        Kind::Int(number) => number.to_string() == word,
        _ => false,
    }
}
