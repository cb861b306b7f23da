//! `patch/locks-out`

use crate::check::about::documents::reaching;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Node;
use crate::yaml::{self, Kind};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "patch/locks-out",
    level: Level::Error,
    since: "0.1.0",
    summary: "a firewall blocks what machines and people need to reach a machine",
    why: "With `ingress: block`, a machine takes only what a rule lets in. Without port 50000 \
          nobody can configure it again, not even to undo this: only a keyboard and a reset help. \
          Without the ports of etcd, the kubelet and the API, the cluster stops.",
    fr: French {
        summary: "un pare-feu bloque ce qu'il faut pour joindre une machine",
        why: "Avec `ingress: block`, une machine n'accepte que ce qu'une règle laisse entrer. Sans \
              le port 50000, plus personne ne peut la configurer, même pour défaire cela : il ne \
              reste qu'un clavier et une réinitialisation. Sans les ports d'etcd, du kubelet et de \
              l'API, le cluster s'arrête.",
    },
    // talos.dev talos-guides/network/ingress-firewall: recommended rules
    wrong: &[r#"
patch "talos" on=all """
    apiVersion: v1alpha1
    kind: NetworkDefaultActionConfig
    ingress: block
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: NetworkDefaultActionConfig
    ingress: block
    ---
    apiVersion: v1alpha1
    kind: NetworkRuleConfig
    name: cluster
    portSelector:
      ports: [50000, 10250]
      protocol: tcp
    ingress:
      - subnet: 10.0.0.0/24
    ---
    apiVersion: v1alpha1
    kind: NetworkRuleConfig
    name: overlay
    portSelector:
      ports: [8472]
      protocol: udp
    ingress:
      - subnet: 10.0.0.0/24
    """
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: NetworkDefaultActionConfig
    ingress: accept
    """
"#],
    check: Check::Written(check),
};

/// TCP ports that a machine cannot do without, and whose they are: of all machines, then of
/// control planes.
const ALL: [(i64, &str); 2] = [(50_000, "Talos"), (10_250, "the kubelet")];
const CONTROL_PLANE: [(i64, &str); 4] = [
    (6_443, "the Kubernetes API"),
    (50_001, "Talos of other machines"),
    (2_379, "clients of etcd"),
    (2_380, "members of etcd"),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        // The last one counts.
        let Some((document, block)) = reaching(cx, node)
            .filter(|document| document.kind() == "NetworkDefaultActionConfig")
            .filter_map(|document| Some((document, document.node.get("ingress")?)))
            .last()
            .filter(|(_, ingress)| ingress.says("block"))
        else {
            continue;
        };
        let missing = missing(cx, node);
        let at = document.span(&block.at);
        if missing.is_empty() || !told.insert(at) {
            continue;
        }
        let ports: Vec<String> = missing
            .iter()
            .map(|(port, of)| format!("{port} ({of})"))
            .collect();
        let numbers: Vec<String> = missing.iter().map(|(port, _)| port.to_string()).collect();
        report.push(
            RULE.at(
                at,
                format!("nothing reaches node `{}` any more", node.decl.name),
            )
            .label(format!("closed: {}", ports.join(", ")))
            .help(format!(
                "add a document `kind: NetworkRuleConfig` with `portSelector: {{ports: [{}], \
                 protocol: tcp}}` and `ingress: [{{subnet: {}}}]`, before this one is applied",
                numbers.join(", "),
                cx.model.cluster.decl.nodes.subnet.value
            )),
        );
    }
}

/// Ports that no rule of a machine opens.
fn missing(cx: &Context<'_>, node: &Node) -> Vec<(i64, &'static str)> {
    let rules: Vec<&PatchDocument<'_>> = reaching(cx, node)
        .filter(|document| document.kind() == "NetworkRuleConfig")
        .collect();
    let of_role = CONTROL_PLANE.iter().filter(|_| node.is_control_plane());
    ALL.iter()
        .chain(of_role)
        .copied()
        .filter(|(port, _)| !rules.iter().any(|rule| opens(&rule.node, *port)))
        .collect()
}

/// A rule lets somebody reach a TCP port.
fn opens(rule: &yaml::Node, port: i64) -> bool {
    let is_tcp = rule
        .at_path(&["portSelector", "protocol"])
        .is_some_and(|(_, protocol)| protocol.says("tcp"));
    let lets_in = rule
        .get("ingress")
        .is_some_and(|who| !who.items().is_empty());
    let ports = rule.at_path(&["portSelector", "ports"]);
    let mut ports = ports.map_or(&[][..], |(_, ports)| ports.items()).iter();
    is_tcp && lets_in && ports.any(|entry| holds(entry, port))
}

/// `50000`, or a range `50000-50001`.
fn holds(entry: &yaml::Node, port: i64) -> bool {
    if let Kind::Int(number) = entry.kind {
        return number == port;
    }
    let (first, last) = entry
        .text()
        .split_once('-')
        .unwrap_or((entry.text(), entry.text()));
    let number = |text: &str| text.trim().parse::<i64>().ok();
    number(first).is_some_and(|first| first <= port)
        && number(last).is_some_and(|last| port <= last)
}
