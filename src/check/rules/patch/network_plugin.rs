//! `patch/network-plugin`

use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Cluster;
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "patch/network-plugin",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch changes the network plugin, or what it needs",
    why: "Cilium replaces Talos' own network plugin and kube-proxy, and finds the Kubernetes API \
          through KubePrism at localhost:7445. With a second plugin, or without that address, no \
          pod gets a network, and nothing in Git looks wrong.",
    fr: French {
        summary: "un patch change le module réseau, ou ce sur quoi il repose",
        why: "Cilium remplace le module réseau de Talos et kube-proxy, et trouve l'API de \
              Kubernetes par KubePrism sur localhost:7445. Avec un second module, ou sans cette \
              porte, aucun pod n'a de réseau, et rien dans Git n'a l'air faux.",
    },
    wrong: &[
        r#"
patch "talos" on=all """
    machine:
      features:
        kubePrism:
          enabled: false
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      features:
        kubePrism:
          port: 7446
    cluster:
      network:
        cni:
          name: flannel
          urls: [https://example.org/cni.yaml]
      proxy:
        disabled: false
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      features:
        kubePrism:
          $patch: delete
    cluster:
      network:
        cni:
          $patch: delete
      proxy:
        $patch: delete
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      features:
        $patch: delete
    """
"#,
    ],
    right: &[r#"
patch "talos" on=all """
    machine:
      features:
        diskQuotaSupport: true
    """
"#],
    check: Check::Written(check),
};

/// A key of the main document that decides, the only value that may be said again, and for whom.
struct Decision {
    path: &'static [&'static str],
    /// Only Cilium stands on it.
    of_cilium: bool,
    kept: fn(&Cluster) -> &'static str,
    label: &'static str,
    help: &'static str,
}

const API: &str = "Cilium finds the Kubernetes API there, at localhost:7445";
const REMOVE: &str = "remove it";
const PLUGIN: &str = "Radier installs the plugin that the description names";
const PROXY: &str = "Cilium's values say the same, and both must agree";
const SAY_CNI: &str = "write `cni \"cilium\"` or `cni \"flannel\"` in `cluster`";
const SAY_PROXY: &str = "write `cni \"cilium\" kube-proxy=#true` or `#false` in `cluster`";

const fn api(path: &'static [&'static str], kept: fn(&Cluster) -> &'static str) -> Decision {
    Decision {
        path,
        of_cilium: true,
        kept,
        label: API,
        help: REMOVE,
    }
}

const fn plugin(path: &'static [&'static str], kept: fn(&Cluster) -> &'static str) -> Decision {
    Decision {
        path,
        of_cilium: false,
        kept,
        label: PLUGIN,
        help: SAY_CNI,
    }
}

const fn proxy(path: &'static [&'static str], kept: fn(&Cluster) -> &'static str) -> Decision {
    Decision {
        path,
        of_cilium: false,
        kept,
        label: PROXY,
        help: SAY_PROXY,
    }
}

const DECISIONS: [Decision; 9] = [
    api(&["machine", "features", "kubePrism", "enabled"], |_| "true"),
    api(&["machine", "features", "kubePrism", "port"], |_| "7445"),
    api(&["machine", "features", "kubePrism", "$patch"], |_| ""),
    api(&["machine", "features", "$patch"], |_| ""),
    plugin(&["cluster", "network", "cni", "name"], |cluster| {
        if cluster.is_cilium() {
            "none"
        } else {
            "flannel"
        }
    }),
    plugin(&["cluster", "network", "cni", "urls"], |_| ""),
    plugin(&["cluster", "network", "cni", "$patch"], |_| ""),
    proxy(&["cluster", "proxy", "disabled"], |cluster| {
        if cluster.kube_proxy { "false" } else { "true" }
    }),
    proxy(&["cluster", "proxy", "$patch"], |_| ""),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let is_cilium = cx.model.cluster.is_cilium();
    for document in &cx.hatches.patches {
        let node = &document.node;
        let decision = match document.kind() {
            "" => {
                main_document(document, &cx.model.cluster, report);
                continue;
            }
            // Before, `patch/unknown-kind`.
            _ if !cx.model.versions.is_multi_document() => None,
            "KubePrismConfig" if is_cilium => door(node).map(|key| (key, API, REMOVE)),
            "KubeFlannelCNIConfig" if is_cilium => {
                node.entry("kind").map(|(key, _)| (key, PLUGIN, SAY_CNI))
            }
            "KubeProxyConfig" => {
                let kept = if cx.model.cluster.kube_proxy {
                    "true"
                } else {
                    "false"
                };
                let changed = node.entry("enabled").filter(|(_, value)| !value.says(kept));
                changed
                    .or_else(|| node.entry("$patch"))
                    .map(|(key, _)| (key, PROXY, SAY_PROXY))
            }
            _ => None,
        };
        if let Some((key, label, help)) = decision {
            let what = format!(
                "`{}` of `{}` affects the network plugin",
                key.text,
                document.kind()
            );
            report.push(
                RULE.at(document.span(&key.at), what)
                    .label(label)
                    .help(help),
            );
        }
    }
}

/// The key that takes the door of the API away, or moves it.
fn door(node: &Node) -> Option<&Key> {
    let moved = node.entry("port").filter(|(_, value)| !value.says("7445"));
    node.entry("$patch").or(moved).map(|(key, _)| key)
}

fn main_document(document: &PatchDocument<'_>, cluster: &Cluster, report: &mut Report) {
    for decision in DECISIONS
        .iter()
        .filter(|decision| !decision.of_cilium || cluster.is_cilium())
    {
        let Some((key, value)) = document
            .node
            .at_path(decision.path)
            .filter(|(_, value)| !value.says((decision.kept)(cluster)))
        else {
            continue;
        };
        // Nothing is merged.
        if value.kind == Kind::Null {
            continue;
        }
        let what = format!("`{}` affects the network plugin", decision.path.join("."));
        report.push(
            RULE.at(document.span(&key.at), what)
                .label(decision.label)
                .help(decision.help),
        );
    }
}
