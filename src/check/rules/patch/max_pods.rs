//! `patch/max-pods`

use crate::check::about::documents::{Setting, reaching, said, settings};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::{Kind, Node};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "patch/max-pods",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine may run more pods than it has addresses for",
    why: "Each machine has a range of its own for pods. The scheduler counts pods, not addresses: \
          once the range is full, further pods wait in ContainerCreating forever, although the \
          machine looks free.",
    fr: French {
        summary: "une machine peut avoir plus de pods que d'adresses pour eux",
        why: "Chaque machine a sa propre plage pour les pods. L'ordonnanceur compte les pods, pas \
              les adresses : une fois la plage pleine, les pods suivants attendent sans fin en \
              ContainerCreating, alors que la machine semble libre.",
    },
    // kubernetes cmd/kube-controller-manager/app/core.go: /24; cilium/cilium#15881
    wrong: &[
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          maxPods: 400
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          max-pods: "253"
    """
"#,
    ],
    right: &[
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          maxPods: 252
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          maxPods: 400
    """
patch "talos" on=control-plane """
    cluster:
      controllerManager:
        extraArgs:
          node-cidr-mask-size: "23"
    """
"#,
    ],
    check: Check::Written(check),
};

const PLACES: [Setting; 2] = [
    Setting {
        main: &["machine", "kubelet", "extraConfig", "maxPods"],
        kind: "KubeletConfig",
        field: &["config", "maxPods"],
    },
    Setting {
        main: &["machine", "kubelet", "extraArgs", "max-pods"],
        kind: "KubeletConfig",
        field: &["extraArgs", "max-pods"],
    },
];

/// Size of a machine's range, when a patch says it.
const MASKS: [Setting; 2] = [
    Setting {
        main: &[
            "cluster",
            "controllerManager",
            "extraArgs",
            "node-cidr-mask-size",
        ],
        kind: "KubeControllerManagerConfig",
        field: &["extraArgs", "node-cidr-mask-size"],
    },
    Setting {
        main: &[
            "cluster",
            "controllerManager",
            "extraArgs",
            "node-cidr-mask-size-ipv4",
        ],
        kind: "KubeControllerManagerConfig",
        field: &["extraArgs", "node-cidr-mask-size-ipv4"],
    },
];

/// Bits of a machine's range without one.
const MASK: i64 = 24;

/// Addresses that no pod gets: the first and the last, and of Cilium its router and its check.
const TAKEN: i64 = 4;

fn check(cx: &Context<'_>, report: &mut Report) {
    let said_mask = MASKS.iter().flat_map(|place| settings(cx, place)).last();
    let mask = said_mask
        .and_then(|(_, _, mask)| number(mask))
        .unwrap_or(MASK);
    let addresses = (1i64 << (32 - mask.clamp(8, 30))) - TAKEN;
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let pods = reaching(cx, node).flat_map(|document| {
            let said = PLACES.iter().filter_map(|place| said(document, place));
            said.map(move |(_, value)| (document, value))
        });
        let Some((document, value)) = pods.last() else {
            continue;
        };
        let (Some(pods), at) = (number(value), document.span(&value.at)) else {
            continue;
        };
        if pods > addresses && told.insert(at) {
            report.push(
                RULE.at(
                    at,
                    format!("a machine has addresses for {addresses} pods, not for {pods}"),
                )
                .label(format!("each machine has a /{mask} of its own"))
                .help(format!(
                    "write {addresses} or less; a larger range for each machine \
                     (`node-cidr-mask-size`) is possible only before the cluster is made"
                )),
            );
        }
    }
}

fn number(node: &Node) -> Option<i64> {
    match node.kind {
        Kind::Int(number) => Some(number),
        _ => node.text().parse().ok(),
    }
}
