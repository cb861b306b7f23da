//! Cilium on Talos: chart values, and the addresses of load balancers.

use super::context::{Context, Sink};
use super::helm;
use super::k8s::Object;
use crate::parts::cilium::PART;
use crate::parts::multus;
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    helm::values(context, sink, &PART, values(context));
    if let Some(range) = &model.cluster.decl.load_balancers {
        let block = map! { "start" => range.first.to_string(), "stop" => range.last.to_string() };
        let pool = Object::new("cilium.io/v2", "CiliumLoadBalancerIPPool")
            .named("nodes")
            .keep()
            .with("spec", map! { "blocks" => list![block] });
        let policy = Object::new("cilium.io/v2alpha1", "CiliumL2AnnouncementPolicy")
            .named("nodes")
            .with("spec", map! { "loadBalancerIPs" => true });
        sink.yaml(
            format!("{}/load-balancers.yaml", PART.manifests()),
            &PART.entity(model),
            &[pool.value(), policy.value()],
        );
    }
}

/// Settings that Talos needs (docs.siderolabs.com "Deploying Cilium"), and those of this platform.
fn values(context: &Context<'_>) -> Value {
    let model = context.model;
    let capabilities = capabilities();
    let mut values = map! {
        "ipam" => map! { "mode" => "kubernetes" },
        "kubeProxyReplacement" => !model.cluster.kube_proxy,
        // KubePrism: the API is reached before there is a service network.
        "k8sServiceHost" => "localhost",
        "k8sServicePort" => 7445,
        "cgroup" => map! {
            "autoMount" => map! { "enabled" => false },
            "hostRoot" => "/sys/fs/cgroup",
        },
        "securityContext" => map! { "capabilities" => capabilities },
        // Certificates of method `helm` change on every render, and Argo CD would never be in sync.
        "hubble" => map! { "tls" => map! { "auto" => map! { "method" => "cronJob" } } },
        "operator" => map! { "replicas" => if model.nodes.len() > 1 { 2 } else { 1 } },
    };
    if model.has_vms() {
        // A VM's packets pass by the sockets of its pod: services are translated on the way instead
        // (cilium#14563).
        values.set("socketLB", map! { "hostNamespaceOnly" => true });
    }
    if context.parts.has(&multus::PART) {
        // Cilium removes other plugins' configuration otherwise, Multus' among them.
        values.set("cni", map! { "exclusive" => false });
    }
    if model.cluster.decl.load_balancers.is_some() {
        values.set("l2announcements", map! { "enabled" => true });
    }
    values
}

/// What its pods may do on Talos.
fn capabilities() -> Value {
    map! {
        "ciliumAgent" => vec![
            "CHOWN",
            "KILL",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "SYS_ADMIN",
            "SYS_RESOURCE",
            "DAC_OVERRIDE",
            "FOWNER",
            "SETGID",
            "SETUID",
        ],
        // Without SYS_MODULE: pods cannot load kernel modules on Talos.
        "cleanCiliumState" => vec!["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"],
    }
}
