//! `patch/locks-out`

use crate::check::about::documents::reaching;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Node;
use crate::source::Span;
use crate::yaml::{self, Kind};
use ipnet::Ipv4Net;
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
    wrong: &[
        r#"
patch "talos" on=all """
    apiVersion: v1alpha1
    kind: NetworkDefaultActionConfig
    ingress: block
    """
"#,
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: NetworkDefaultActionConfig
    ingress: block
    ---
    apiVersion: v1alpha1
    kind: NetworkRuleConfig
    name: cluster
    portSelector:
      ports: [50000-50001, 10250]
      protocol: tcp
    ingress:
      - subnet: 10.0.0.128/25
    """
"#,
    ],
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

/// A port that a machine cannot do without, whose it is, and whether the other machines need it.
struct Port {
    number: i64,
    protocol: &'static str,
    of: &'static str,
    /// From the whole node network, not from somewhere.
    by_machines: bool,
    /// Of control planes alone.
    is_control_plane: bool,
}

const fn port(number: i64, of: &'static str, by_machines: bool, is_control_plane: bool) -> Port {
    Port {
        number,
        protocol: "tcp",
        of,
        by_machines,
        is_control_plane,
    }
}

const PORTS: [Port; 6] = [
    port(50_000, "Talos", false, false),
    port(10_250, "the kubelet", true, false),
    port(6_443, "the Kubernetes API", true, true),
    port(50_001, "Talos of other machines", true, true),
    port(2_379, "clients of etcd", true, true),
    port(2_380, "members of etcd", true, true),
];

/// What pods of one machine reach those of another by (cilium v1.19 tunnelPort of VXLAN; flannel
/// backend-port as Talos sets it).
fn overlay(cx: &Context<'_>) -> Port {
    let number = if cx.model.cluster.is_cilium() {
        8_472
    } else {
        4_789
    };
    Port {
        protocol: "udp",
        ..port(number, "the network of pods", true, false)
    }
}

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
        report.push(locked(cx, node, at, &missing));
    }
}

fn locked(cx: &Context<'_>, node: &Node, at: Span, missing: &[Port]) -> Diagnostic {
    let closed: Vec<String> = missing
        .iter()
        .map(|port| format!("{} ({})", port.number, port.of))
        .collect();
    let rules: Vec<String> = ["tcp", "udp"]
        .into_iter()
        .filter_map(|protocol| {
            let ports = missing.iter().filter(|port| port.protocol == protocol);
            let ports: Vec<String> = ports.map(|port| port.number.to_string()).collect();
            (!ports.is_empty()).then(|| {
                format!(
                    "`portSelector: {{ports: [{}], protocol: {protocol}}}`",
                    ports.join(", ")
                )
            })
        })
        .collect();
    RULE.at(
        at,
        format!("node `{}` cannot be reached any more", node.decl.name),
    )
    .label("lets in only what a rule names")
    .note(format!("closed: {}", closed.join(", ")))
    .help(format!(
        "add documents with `apiVersion: v1alpha1`, `kind: NetworkRuleConfig` and a `name:` of \
         their own: with {}, each with `ingress: [{{subnet: {}}}]`",
        rules.join(" and with "),
        cx.model.cluster.decl.nodes.subnet.value
    ))
}

/// Ports that no rule of a machine opens.
fn missing(cx: &Context<'_>, node: &Node) -> Vec<Port> {
    let rules: Vec<&PatchDocument<'_>> = reaching(cx, node)
        .filter(|document| document.kind() == "NetworkRuleConfig")
        .collect();
    let subnet = &cx.model.cluster.decl.nodes.subnet.value.0;
    PORTS
        .into_iter()
        .chain([overlay(cx)])
        .filter(|port| node.is_control_plane() || !port.is_control_plane)
        .filter(|port| !rules.iter().any(|rule| opens(&rule.node, port, subnet)))
        .collect()
}

/// A rule lets those in that need a port.
fn opens(rule: &yaml::Node, port: &Port, machines: &Ipv4Net) -> bool {
    let has_protocol = rule
        .at_path(&["portSelector", "protocol"])
        .is_some_and(|(_, protocol)| protocol.says(port.protocol));
    let mut who = rule
        .get("ingress")
        .map_or(&[][..], yaml::Node::items)
        .iter();
    let lets_in = who.any(|entry| {
        let subnet = entry.get("subnet").map_or("", yaml::Node::text);
        let subnet = subnet.parse::<Ipv4Net>();
        match port.by_machines {
            true => subnet.is_ok_and(|subnet| subnet.contains(machines)),
            false => true,
        }
    });
    let ports = rule.at_path(&["portSelector", "ports"]);
    let mut ports = ports.map_or(&[][..], |(_, ports)| ports.items()).iter();
    has_protocol && lets_in && ports.any(|entry| holds(entry, port.number))
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
