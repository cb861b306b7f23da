//! Cilium: the network between pods, and the addresses of load balancers.

use super::part::{Application, From, Part};
use super::protection::{Protection, REMOVE, keep};
use super::version::Version;
use super::written::Written;
use crate::language::Chart;
use crate::model::Model;

pub static PART: Part = Part {
    name: "cilium",
    title: "Cilium",
    what: "The network between pods, its policies, and the addresses of load balancers.",
    rights: "Privileged pods on every machine (cilium 1.19.6 cilium-agent/daemonset.yaml).",
    when: |model| model.cluster.is_cilium(),
    needs: "`cni \"cilium\"`",
    from: From::Chart {
        repository: "https://helm.cilium.io",
        name: "cilium",
        values: Chart::Cilium,
        version: |versions| &versions.decl.cilium,
        prefix: "",
    },
    is_network_plugin: true,
    versions: &[Version::new("Cilium", |versions| &versions.decl.cilium)],
    application: Some(Application {
        wave: -100,
        namespace: "kube-system",
        also: &["cilium-secrets"],
        entity: |model| format!("cluster/{}", model.cluster.decl.name),
        manifests: |model| model.cluster.decl.load_balancers.is_some(),
    }),
    objects,
    kinds: &["cilium"],
    protected: PROTECTED,
    ..Part::NOTHING
};

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    if model.cluster.decl.load_balancers.is_some() {
        all.push(Written::part("CiliumLoadBalancerIPPool", None, "nodes"));
        all.push(Written::part("CiliumL2AnnouncementPolicy", None, "nodes"));
    }
}

const PROTECTED: &[Protection] = &[
    keep(
        &["cni", "exclusive"],
        &["false"],
        "would remove the configuration of Multus, and VMs lose their networks",
        REMOVE,
    ),
    keep(
        &["k8sServiceHost"],
        &["localhost"],
        "Cilium finds the Kubernetes API there, before there is a network",
        REMOVE,
    ),
    keep(
        &["k8sServicePort"],
        &["7445"],
        "Cilium finds the Kubernetes API there, before there is a network",
        REMOVE,
    ),
    keep(
        &["kubeProxyReplacement"],
        &[],
        "Talos' own kube-proxy must agree",
        "write `cni \"cilium\" kube-proxy=#true` or `#false` in `cluster`",
    )
    .ours(|model| {
        Some(if model.cluster.kube_proxy {
            "false"
        } else {
            "true"
        })
    }),
    keep(
        &["ipam", "mode"],
        &["kubernetes"],
        "pods would get other addresses than `pods` says",
        REMOVE,
    ),
    keep(
        &["ipam", "operator"],
        &[],
        "pods would get other addresses than `pods` says",
        "write `pods` in `cluster`",
    ),
    keep(
        &["hubble", "tls", "auto", "method"],
        &["cronJob", "certmanager"],
        "would make new certificates on every render, never in sync",
        "remove this line, or write `cronJob`",
    ),
    keep(
        &["policyEnforcementMode"],
        &["default", "always"],
        "clubs could reach each other, whatever their policies say",
        REMOVE,
    ),
    keep(
        &["k8sNetworkPolicy", "enabled"],
        &["true"],
        "clubs could reach each other, whatever their policies say",
        REMOVE,
    ),
    keep(
        &["l2announcements", "enabled"],
        &["true"],
        "nobody would find the addresses of `load-balancers`",
        REMOVE,
    )
    .when(|model| model.cluster.decl.load_balancers.is_some()),
    keep(
        &["cgroup", "hostRoot"],
        &["/sys/fs/cgroup"],
        "Talos mounts cgroups there, and Cilium would not start",
        REMOVE,
    ),
    keep(
        &["cgroup", "autoMount", "enabled"],
        &["false"],
        "Talos mounts cgroups itself, and Cilium would not start",
        REMOVE,
    ),
];
