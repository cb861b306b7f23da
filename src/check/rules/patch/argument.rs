//! `patch/argument`

use crate::check::about::documents::{Setting, settings};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::source::Span;
use crate::upstream;
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "patch/argument",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch gives a component an argument with which it does not start",
    why: "Talos hands arguments on without knowing them. A component ends at once with one that it \
          does not have, and Talos itself refuses those that it needs for its own: the control \
          plane stays down, or the machine never joins.",
    fr: French {
        summary: "un patch donne à un composant un argument avec lequel il ne démarre pas",
        why: "Talos transmet les arguments sans les connaître. Un composant s'arrête aussitôt avec \
              un argument qu'il n'a pas, et Talos refuse lui-même ceux dont il a besoin : le plan \
              de contrôle reste éteint, ou la machine ne rejoint jamais le cluster.",
    },
    wrong: &[
        r#"
patch "talos" on=control-plane """
    cluster:
      etcd:
        extraArgs:
          initial-cluster-state: new
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          cert-dir: /var/lib/a
    """
"#,
        r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        extraArgs:
          enable-admission-plugin: NodeRestriction
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          feature-gates: NoSuchGate=true
    """
"#,
        r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        extraArgs:
          feature-gates: APIServerTracing=false
    """
"#,
    ],
    right: &[r#"
patch "talos" on=control-plane """
    cluster:
      apiServer:
        extraArgs:
          event-ttl: 2h
      etcd:
        extraArgs:
          quota-backend-bytes: "8589934592"
    """
"#],
    check: Check::Written(check),
};

/// A component, where its arguments are, and those that Talos keeps to itself.
struct Component {
    name: &'static str,
    arguments: Setting,
    denied: &'static [&'static str],
}

/// talos v1.13.9 internal/app/machined/pkg: controllers/k8s/control_plane_static_pod.go,
/// controllers/k8s/kubelet_spec.go, controllers/k8s/control_plane.go, system/services/etcd.go.
const COMPONENTS: [Component; 6] = [
    Component {
        name: "kube-apiserver",
        arguments: Setting {
            main: &["cluster", "apiServer", "extraArgs"],
            kind: "KubeAPIServerConfig",
            field: &["extraArgs"],
        },
        denied: &[
            "authorization-config",
            "client-ca-file",
            "encryption-provider-config",
            "etcd-cafile",
            "etcd-certfile",
            "etcd-keyfile",
            "etcd-servers",
            "kubelet-client-certificate",
            "kubelet-client-key",
            "proxy-client-cert-file",
            "proxy-client-key-file",
            "requestheader-client-ca-file",
            "service-account-key-file",
            "service-account-signing-key-file",
            "tls-cert-file",
            "tls-private-key-file",
        ],
    },
    Component {
        name: "kube-controller-manager",
        arguments: Setting {
            main: &["cluster", "controllerManager", "extraArgs"],
            kind: "KubeControllerManagerConfig",
            field: &["extraArgs"],
        },
        denied: &[
            "authentication-kubeconfig",
            "authorization-kubeconfig",
            "cluster-signing-cert-file",
            "cluster-signing-key-file",
            "root-ca-file",
            "service-account-private-key-file",
        ],
    },
    Component {
        name: "kube-scheduler",
        arguments: Setting {
            main: &["cluster", "scheduler", "extraArgs"],
            kind: "KubeSchedulerConfig",
            field: &["extraArgs"],
        },
        denied: &[
            "authentication-kubeconfig",
            "authorization-kubeconfig",
            "config",
            "kubeconfig",
        ],
    },
    Component {
        name: "kube-proxy",
        arguments: Setting {
            main: &["cluster", "proxy", "extraArgs"],
            kind: "KubeProxyConfig",
            field: &["extraArgs"],
        },
        denied: &["kubeconfig"],
    },
    Component {
        name: "kubelet",
        arguments: Setting {
            main: &["machine", "kubelet", "extraArgs"],
            kind: "KubeletConfig",
            field: &["extraArgs"],
        },
        denied: &[
            "bootstrap-kubeconfig",
            "cert-dir",
            "config",
            "container-runtime",
            "container-runtime-endpoint",
            "kubeconfig",
        ],
    },
    Component {
        name: ETCD,
        arguments: Setting {
            main: &["cluster", "etcd", "extraArgs"],
            kind: "",
            field: &[],
        },
        denied: &[
            "auto-tls",
            "cert-file",
            "client-cert-auth",
            "data-dir",
            "experimental-compact-hash-check-enabled",
            "experimental-initial-corrupt-check",
            "experimental-watch-progress-notify-interval",
            "key-file",
            "listen-client-urls",
            "listen-peer-urls",
            "name",
            "peer-auto-tls",
            "peer-cert-file",
            "peer-client-cert-auth",
            "peer-key-file",
            "peer-trusted-ca-file",
            "trusted-ca-file",
        ],
    },
];
const ETCD: &str = "etcd";

/// Arguments with which a member of etcd that comes back is a cluster of its own, or cannot be
/// found; Talos works them out for each machine.
const MEMBERSHIP: [&str; 7] = [
    "advertise-client-urls",
    "discovery",
    "discovery-srv",
    "force-new-cluster",
    "initial-advertise-peer-urls",
    "initial-cluster",
    "initial-cluster-state",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for component in &COMPONENTS {
        for (document, _, arguments) in settings(cx, &component.arguments) {
            for (key, value) in arguments
                .pairs()
                .iter()
                .filter(|(key, _)| key.text != "$patch")
            {
                let at = document.span(&key.at);
                let finding = refused(component, &key.text, at)
                    .or_else(|| unknown(cx, component, &key.text, at))
                    .or_else(|| large(component, &key.text, value, document.span(&value.at)))
                    .or_else(|| gates(cx, &key.text, value, document.span(&value.at)));
                report.extend(finding);
            }
        }
    }
}

fn refused(component: &Component, name: &str, at: Span) -> Option<Diagnostic> {
    let called = component.name;
    let (label, help) = if component.denied.contains(&name) {
        (
            format!("Talos refuses it: {called} does not start"),
            "remove it",
        )
    } else if called == ETCD && MEMBERSHIP.contains(&name) {
        (
            "the same for all machines, and for every start".to_string(),
            "remove it: a member that comes back would found a cluster of its own",
        )
    } else {
        return None;
    };
    Some(
        RULE.at(at, format!("Talos sets `{name}` of {called} itself"))
            .label(label)
            .help(help),
    )
}

/// An argument that a component of this version does not have.
fn unknown(cx: &Context<'_>, component: &Component, name: &str, at: Span) -> Option<Diagnostic> {
    let kubernetes = &cx.model.versions.decl.kubernetes;
    let known = upstream::kubernetes::arguments(kubernetes.minor(), component.name)?;
    if known.contains(&name) {
        return None;
    }
    let problem = RULE
        .at(
            at,
            format!(
                "{} of Kubernetes {kubernetes} has no argument `{name}`",
                component.name
            ),
        )
        .label("it ends at once with this");
    Some(match did_you_mean(name, known.iter().copied()) {
        Some(near) => problem
            .help(format!("did you mean `{near}`?"))
            .guess(at, near),
        None => problem.help(
            "remove it: it is misspelt, or it was taken out of Kubernetes; \
             https://kubernetes.io/docs/reference/command-line-tools-reference lists them",
        ),
    })
}

/// Feature gates that this version does not have, or that have one value only.
fn gates(cx: &Context<'_>, name: &str, value: &Node, at: Span) -> Option<Diagnostic> {
    let kubernetes = &cx.model.versions.decl.kubernetes;
    let known = upstream::kubernetes::arguments(kubernetes.minor(), FEATURE_GATES)?;
    let pairs = value.text().split(',').filter(|_| name == FEATURE_GATES);
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    let bare = |gate: &'static str| gate.split('=').next().unwrap_or(gate);
    pairs.find_map(|(gate, wanted)| {
        let Some(found) = known.iter().find(|known| bare(known) == gate) else {
            let problem = RULE
                .at(
                    at,
                    format!("Kubernetes {kubernetes} has no feature gate `{gate}`"),
                )
                .label("the component ends at once with this");
            return Some(
                match did_you_mean(gate, known.iter().map(|gate| bare(gate))) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => {
                        problem.help("remove it: it is misspelt, or what it switched is always on")
                    }
                },
            );
        };
        let locked = found.split_once('=').map(|(_, value)| value);
        locked.filter(|locked| *locked != wanted).map(|locked| {
            RULE.at(at, format!("feature gate `{gate}` can only be {locked}"))
                .label("the component ends at once with this")
                .help("remove it")
        })
    })
}

const FEATURE_GATES: &str = "feature-gates";

/// Bytes; above it etcd itself warns, and a restart takes minutes (etcd v3.6 server/config
/// DefaultQuotaBytes, MaxQuotaBytes).
const MAX_QUOTA: i64 = 8 << 30;

fn large(component: &Component, name: &str, value: &Node, at: Span) -> Option<Diagnostic> {
    if (component.name, name) != (ETCD, "quota-backend-bytes") {
        return None;
    }
    let text = match value.kind {
        crate::yaml::Kind::Int(number) => number.to_string(),
        _ => value.text().to_string(),
    };
    let problem = match text.parse::<i64>() {
        Ok(bytes) if bytes <= MAX_QUOTA => return None,
        Ok(_) => RULE
            .at(at, "etcd is not made for a database of this size")
            .label("more than 8 GiB"),
        Err(_) => RULE
            .at(at, format!("`{text}` is not a number of bytes"))
            .label("etcd does not start with it"),
    };
    Some(problem.help(format!(
        "write `\"{MAX_QUOTA}\"` or less: a number of bytes"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_refused() {
        for component in &COMPONENTS {
            for name in component.denied {
                let found = refused(component, name, Span::default());
                assert!(found.is_some(), "{} {name}", component.name);
            }
            let membership = MEMBERSHIP.iter().all(|name| {
                let found = refused(component, name, Span::default());
                found.is_some() == (component.name == ETCD)
            });
            assert!(membership, "{}", component.name);
        }
    }
}
