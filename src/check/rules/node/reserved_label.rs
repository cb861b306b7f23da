//! `node/reserved-label`

use crate::check::about::documents::{Setting, pairs};
use crate::check::about::machines::machines;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Machine;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "node/reserved-label",
    level: Level::Error,
    since: "0.1.0",
    summary: "a label that Kubernetes keeps to itself",
    why: "The kubelet may not set most labels of `kubernetes.io`: it fails to register, and the \
          machine never joins.\n\nThe few that it sets itself decide where pods and volumes go; \
          another value sends them to the wrong machine.",
    fr: French {
        summary: "une étiquette que Kubernetes se réserve",
        why: "Le kubelet ne peut pas poser la plupart des étiquettes de `kubernetes.io` : il ne \
              s'enregistre pas, et la machine ne rejoint jamais le cluster. Les quelques-unes \
              qu'il pose lui-même placent les pods et les volumes ; une autre valeur les envoie \
              sur la mauvaise machine.",
    },
    // kubernetes staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    worker { label "node-role.kubernetes.io/worker" ""; }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    worker {
        label "kubernetes.io/hostname" "a"
        label "kubernetes.io/os" "linux"
        label "kubernetes.io/arch" "amd64"
        label "lab.k8s.io/a" "b"
    }
}
"#,
    ],
    right: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    worker { label "lab.example.org/worker" ""; }
}
"#,
        r#"
node "worker-9" model="server" role=worker {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    place rack="A" unit=19
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan" }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000019" size="4TB" media=hdd use=storage
    label "topology.kubernetes.io/region" "a"
    label "topology.kubernetes.io/zone" "b"
    label "node.kubernetes.io/instance-type" "c"
    label "node.kubernetes.io/lab" "d"
}
"#,
    ],
    check: Check::Written(check),
};

/// Set by the kubelet from what it finds.
const OF_KUBELET: [&str; 3] = [
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "kubernetes.io/arch",
];

/// May be said, although their prefix is reserved.
const FREE: [&str; 2] = [
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
];

const LABELS: Setting = Setting {
    main: &["machine", "nodeLabels"],
    kind: "KubeNodeConfig",
    field: &["labels"],
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // Talos labels control planes with the rights of an administrator (talos controllers/k8s
    // node_apply.go).
    let planes = cx
        .model
        .cluster
        .decl
        .control_plane
        .iter()
        .map(|role| &role.machine);
    let planes = planes.chain(
        cx.model
            .nodes
            .iter()
            .filter(|node| node.is_control_plane())
            .map(|node| &node.decl.machine),
    );
    let free: Vec<*const Machine> = planes.map(std::ptr::from_ref).collect();
    let reached = |machine: &&Machine| !free.contains(&std::ptr::from_ref(*machine));
    let declared = machines(cx)
        .filter(reached)
        .flat_map(|machine| &machine.label);
    let declared = declared.map(|label| (&*label.key.value.0, label.key.span));
    let patched = pairs(cx, &LABELS);
    let patched = patched.map(|(document, key, _)| (&*key.text, document.span(&key.at)));
    for (key, span) in declared.chain(patched) {
        judge(key, span, report);
    }
}

fn judge(key: &str, span: Span, report: &mut Report) {
    let Some((prefix, _)) = key.split_once('/') else {
        return;
    };
    let reserved = ["kubernetes.io", "k8s.io"]
        .iter()
        .any(|domain| prefix == *domain || prefix.ends_with(&format!(".{domain}")));
    let free = ["kubelet.kubernetes.io", "node.kubernetes.io"]
        .iter()
        .any(|domain| prefix == *domain || prefix.ends_with(&format!(".{domain}")));
    if OF_KUBELET.contains(&key) || (reserved && !free && !FREE.contains(&key)) {
        report.push(
            RULE.at(span, format!("label `{key}` cannot be set from here"))
                .label(if OF_KUBELET.contains(&key) {
                    "the kubelet sets it itself"
                } else {
                    "the API server does not accept it from a kubelet"
                })
                .help(format!(
                    "remove it, or use a domain of your own, such as `lab.example.org/{}`, \
                     here and in every `nodeSelector`",
                    key.rsplit('/').next().unwrap_or(key)
                )),
        );
    }
}
