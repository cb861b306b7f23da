//! `patch/serving-certificates`

use crate::check::about::documents::{Setting, settings};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "patch/serving-certificates",
    level: Level::Warning,
    since: "0.1.0",
    summary: "kubelets ask for certificates, and nothing approves them",
    why: "Kubernetes never approves serving certificates of kubelets by itself. Until somebody \
          does, `kubectl logs`, `kubectl exec` and metrics fail with a TLS error on every machine \
          of the patch, and again with every new machine.",
    fr: French {
        summary: "des kubelets demandent des certificats, et rien ne les approuve",
        why: "Kubernetes n'approuve jamais de lui-même les certificats de service des kubelets. \
              Tant que personne ne le fait, `kubectl logs`, `kubectl exec` et les métriques \
              échouent avec une erreur TLS sur chaque machine du patch, et de nouveau à chaque \
              nouvelle machine.",
    },
    // kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping
    wrong: &[
        r#"
patch "talos" on=all """
    machine:
      kubelet:
        extraArgs:
          rotate-server-certificates: "true"
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      kubelet:
        extraConfig:
          serverTLSBootstrap: true
    """
"#,
    ],
    right: &[r#"
patch "talos" on=all """
    machine:
      kubelet:
        extraArgs:
          rotate-server-certificates: "true"
    """
manifests "approver" namespace="kube-system" {
    yaml """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: kubelet-serving-cert-approver
        spec:
          selector:
            matchLabels: {app: approver}
          template:
            metadata:
              labels: {app: approver}
            spec:
              containers:
                - name: approver
                  image: example.org/kubelet-serving-cert-approver:0.10.0
        """
}
"#],
    check: Check::Whole(check),
};

const PLACES: [Setting; 2] = [
    Setting {
        main: &[
            "machine",
            "kubelet",
            "extraArgs",
            "rotate-server-certificates",
        ],
        kind: "KubeletConfig",
        field: &["extraArgs", "rotate-server-certificates"],
    },
    Setting {
        main: &["machine", "kubelet", "extraConfig", "serverTLSBootstrap"],
        kind: "KubeletConfig",
        field: &["config", "serverTLSBootstrap"],
    },
];

/// Parts of the names of programs that approve: alex1989hu/kubelet-serving-cert-approver,
/// postfinance/kubelet-csr-approver.
const APPROVERS: [&str; 2] = ["cert-approver", "csr-approver"];

fn check(cx: &Context<'_>, report: &mut Report) {
    let is_approver = |text: &str| APPROVERS.iter().any(|part| text.contains(part));
    let has_approver = cx.hatches.objects.iter().any(|object| {
        let mut found = false;
        object
            .node
            .each_scalar(&mut |_, node| found |= is_approver(node.text()));
        found
    });
    // By Talos itself: `extraManifests`, `inlineManifests`.
    let by_talos = cx
        .model
        .patches
        .iter()
        .any(|patch| is_approver(&patch.body));
    if has_approver || by_talos {
        return;
    }
    for (document, key, value) in PLACES.iter().flat_map(|place| settings(cx, place)) {
        if !value.says("true") {
            continue;
        }
        report.push(
            RULE.at(
                document.span(&key.at),
                "nothing here approves the certificates that kubelets ask for",
            )
            .label("`kubectl logs` and metrics fail until somebody does")
            .help(
                "remove it; or bring an approver as `manifests`, such as \
                 kubelet-serving-cert-approver or kubelet-csr-approver",
            )
            .help(format!("if one runs already, {}", RULE.accept())),
        );
    }
}
