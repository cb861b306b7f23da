//! `patch/taint`

use crate::check::about::documents::{Setting, settings};
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Node;
use crate::yaml;

pub static RULE: Rule = Rule {
    id: "patch/taint",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch puts a taint on machines, which nothing else here sees",
    why: "A taint keeps pods away: Ceph makes no OSD on the machine, VMs and pods find no room. \
          Written as `taint` it is counted everywhere. `machine.nodeTaints` of a worker never \
          arrives at all: Kubernetes refuses it, and the labels of the machine with it.",
    fr: French {
        summary: "un patch met un taint sur des machines, que rien d'autre ici ne voit",
        why: "Un taint tient les pods à l'écart : Ceph ne fait aucun OSD sur la machine, les VM et \
              les pods n'y trouvent pas de place. Écrit comme `taint`, il est compté partout. \
              `machine.nodeTaints` d'un worker n'arrive jamais : Kubernetes le refuse, et les \
              étiquettes de la machine avec lui.",
    },
    // talos v1.13.9 internal/app/machined/pkg/controllers/k8s/node_apply.go; siderolabs/talos#10935
    wrong: &[
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraConfig:
          registerWithTaints:
            - key: dedicated
              effect: NoSchedule
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          register-with-taints: dedicated=gpu:NoSchedule
    """
"#,
        r#"
patch "talos" on="worker-1" """
    machine:
      nodeTaints:
        dedicated: gpu:NoSchedule
    """
"#,
    ],
    right: &[r#"
patch "talos" on=control-plane """
    machine:
      nodeTaints:
        node-role.kubernetes.io/control-plane:
          $patch: delete
    """
"#],
    check: Check::Written(check),
};

/// Where a patch can say a taint.
const PLACES: [Setting; 3] = [
    Setting {
        main: &["machine", "kubelet", "extraConfig", "registerWithTaints"],
        kind: "KubeletConfig",
        field: &["config", "registerWithTaints"],
    },
    Setting {
        main: &["machine", "kubelet", "extraArgs", "register-with-taints"],
        kind: "KubeletConfig",
        field: &["extraArgs", "register-with-taints"],
    },
    Setting {
        main: &["machine", "nodeTaints"],
        kind: "KubeNodeConfig",
        field: &["taints"],
    },
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let has_documents = cx.model.versions.is_multi_document();
    for (document, key, value) in PLACES.iter().flat_map(|place| settings(cx, place)) {
        // `patch/replaced`.
        if has_documents && document.kind().is_empty() {
            continue;
        }
        let is_reached = |node: &&Node| node.is_called(&document.owner.on);
        let mut reached = cx.model.nodes.iter().filter(is_reached);
        // Control planes without disks or workloads lose nothing.
        let Some(node) = reached.find(|node| matters(cx, node)) else {
            continue;
        };
        if is_written(value) {
            report.push(finding(document, key, value, node));
        }
    }
}

/// Pods of the platform or of clubs are to run here.
fn matters(cx: &Context<'_>, node: &Node) -> bool {
    !node.is_control_plane() || cx.model.takes_workloads(node) || node.has_storage()
}

/// Not only deletions.
fn is_written(value: &yaml::Node) -> bool {
    let deletes = |value: &yaml::Node| value.get("$patch").is_some();
    let is_map = !value.pairs().is_empty();
    match is_map {
        true => !deletes(value) && value.pairs().iter().any(|(_, value)| !deletes(value)),
        false => !value.items().is_empty() || !value.text().is_empty(),
    }
}

fn finding(
    document: &PatchDocument<'_>,
    key: &yaml::Key,
    value: &yaml::Node,
    node: &Node,
) -> Diagnostic {
    let problem = RULE
        .at(
            document.span(&key.at),
            format!(
                "node `{}` gets a taint that nothing else here sees",
                node.decl.name
            ),
        )
        .label("Ceph, VMs and sums of memory do not know of it");
    let (name, of, effect) = first(value);
    let of = match of.is_empty() {
        true => String::new(),
        false => format!(" value=\"{of}\""),
    };
    problem.help(format!(
        "remove it, and write `taint \"{name}\"{of} effect={effect}` in the block of the \
         `node`, of `worker` or of `control-plane`"
    ))
}

/// Key, value and effect of the first taint.
fn first(value: &yaml::Node) -> (&str, &str, &str) {
    if let Some(taint) = value.items().first() {
        let field = |name: &str| taint.get(name).map_or("", yaml::Node::text);
        return (field("key"), field("value"), or_default(field("effect")));
    }
    // `key: value:effect`, or `key=value:effect` of an argument.
    let (key, rest) = match value.pairs().first() {
        Some((key, rest)) => (key.text.as_str(), rest.text()),
        None => argument(value.text()),
    };
    let (of, effect) = rest.split_once(':').unwrap_or((rest, ""));
    (key, of, or_default(effect))
}

/// `key=value:effect` or `key:effect`, the first of several.
fn argument(text: &str) -> (&str, &str) {
    let text = text.split(',').next().unwrap_or(text);
    let end = text.find(['=', ':']).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start_matches('='))
}

fn or_default(effect: &str) -> &str {
    match effect {
        "" => "NoSchedule",
        effect => effect,
    }
}
