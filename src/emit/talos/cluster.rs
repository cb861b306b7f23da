//! Kubernetes: network plugin, subnets, etcd, the API's certificate, resolvers, time, mirrors.

use super::piece::Piece;
use super::scheduler;
use crate::emit::context::Context;
use crate::language::{AccessKind, Cluster};
use crate::model::{Model, Node};
use crate::parts::flannel;
use crate::yaml::{Value, list, map};

pub(super) fn pieces(context: &Context<'_>, node: &Node, out: &mut Vec<Piece>) {
    let model = context.model;
    let flannel = context.parts.has(&flannel::PART);
    if model.versions.is_multi_document() {
        documents(model, flannel, node, out);
    } else {
        fields(model, flannel, node, out);
    }
    servers(&model.cluster.decl, out);
}

/// What machines ask for names, the time and images.
fn servers(cluster: &Cluster, out: &mut Vec<Piece>) {
    if !cluster.dns.is_empty() {
        let servers: Vec<Value> = cluster
            .dns
            .iter()
            .map(|ip| map! { "address" => ip.to_string() })
            .collect();
        out.push(Piece::document(
            "ResolverConfig",
            None,
            map! { "nameservers" => servers },
        ));
    }
    if !cluster.ntp.is_empty() {
        let servers: Vec<String> = cluster
            .ntp
            .iter()
            .map(|server| server.to_string())
            .collect();
        out.push(Piece::document(
            "TimeSyncConfig",
            None,
            map! { "ntp" => map! { "servers" => servers } },
        ));
    }
    for mirror in &cluster.mirror {
        let endpoints: Vec<Value> = mirror
            .endpoints
            .iter()
            .map(|url| {
                // Without it containerd adds `/v2` once more.
                let whole = url.has_registry_api().then_some(true);
                map! { "url" => url.to_string(), "overridePath" => whole }
            })
            .collect();
        out.push(Piece::document(
            "RegistryMirrorConfig",
            Some(&mirror.registry),
            map! { "endpoints" => endpoints },
        ));
    }
}

/// Contract 1.13 and earlier.
fn fields(model: &Model, flannel: bool, node: &Node, out: &mut Vec<Piece>) {
    let cluster = &model.cluster;
    if !flannel {
        // The network plugin reaches the API through this port before there is a service network.
        out.push(Piece::main(
            "machine.features.kubePrism",
            map! { "enabled" => true, "port" => 7445 },
        ));
    }
    let cni = if !flannel {
        map! { "name" => "none" }
    } else {
        // Network policies need this in Flannel (Talos 1.13 and later).
        let policies =
            (!model.clubs.is_empty()).then(|| map! { "kubeNetworkPoliciesEnabled" => true });
        map! { "name" => "flannel", "flannel" => policies }
    };
    let network = map! {
        "cni" => cni,
        "podSubnets" => list![cluster.decl.pods.to_string()],
        "serviceSubnets" => list![cluster.decl.services.to_string()],
    };
    out.push(Piece::main("cluster.network", network));
    if !node.is_control_plane() {
        return;
    }
    if !cluster.kube_proxy {
        out.push(Piece::main("cluster.proxy", map! { "disabled" => true }));
    }
    if cluster.schedulable {
        out.push(Piece::main(
            "cluster.allowSchedulingOnControlPlanes",
            Value::Bool(true),
        ));
    }
    out.push(Piece::main(
        "cluster.etcd.advertisedSubnets",
        list![cluster.decl.nodes.subnet.to_string()],
    ));
    out.push(Piece::main("cluster.apiServer.certSANs", sans(model)));
    if let Some(config) = scheduler::config(model) {
        out.push(Piece::main("cluster.scheduler.config", config));
    }
    let mut arguments = admission();
    if let Some(issuer) = issuer(model) {
        arguments.merge(issuer);
    }
    out.push(Piece::main("cluster.apiServer.extraArgs", arguments));
}

/// Contract 1.14 and later. Documents about the control plane must not reach a worker: they make it
/// invalid.
fn documents(model: &Model, flannel: bool, node: &Node, out: &mut Vec<Piece>) {
    let cluster = &model.cluster;
    let subnets = map! {
        "podSubnets" => list![cluster.decl.pods.to_string()],
        "serviceSubnets" => list![cluster.decl.services.to_string()],
    };
    out.push(Piece::document("KubeNetworkConfig", None, subnets));
    if !node.is_control_plane() {
        return;
    }
    if !flannel {
        out.push(Piece::document(
            "KubeFlannelCNIConfig",
            None,
            map! { "$patch" => "delete" },
        ));
    } else if !model.clubs.is_empty() {
        out.push(Piece::document(
            "KubeFlannelCNIConfig",
            None,
            map! { "kubeNetworkPoliciesEnabled" => true },
        ));
    }
    if !cluster.kube_proxy {
        out.push(Piece::document(
            "KubeProxyConfig",
            None,
            map! { "enabled" => false },
        ));
    }
    if cluster.schedulable {
        let removed = map! { "$patch" => "delete" };
        out.push(Piece::key(
            "KubeNodeConfig",
            "taints",
            "node-role.kubernetes.io/control-plane",
            removed,
        ));
    }
    out.push(Piece::main(
        "cluster.etcd.advertisedSubnets",
        list![cluster.decl.nodes.subnet.to_string()],
    ));
    out.push(Piece::document(
        "KubeAPIServerConfig",
        None,
        map! { "certExtraSANs" => sans(model), "extraArgs" => admission() },
    ));
    if let Some(config) = scheduler::config(model) {
        let config = map! { "config" => config };
        out.push(Piece::document("KubeSchedulerConfig", None, config));
    }
    if let Some(configuration) = authentication(model) {
        out.push(Piece::document(
            "KubeAuthenticationConfig",
            None,
            map! { "configuration" => configuration },
        ));
    }
}

/// Without it a Service of any tenant takes traffic for addresses that are not its own, such as
/// that of the API (CVE-2020-8554). Talos adds it to its own list (talos v1.13.9
/// controllers/k8s/control_plane_static_pod.go, `MergeAdditive`).
fn admission() -> Value {
    map! { "enable-admission-plugins" => "DenyServiceExternalIPs" }
}

/// The same trust as [`issuer`]: arguments are refused since contract 1.14 (talos v1.14.1
/// types/k8s/apiserver.go deniedArgPrefixes). It replaces Talos' own, so what that says of probes
/// stands here too (authentication.go DefaultAuthenticationConfig). Names of users keep the prefix
/// that the arguments gave them.
fn authentication(model: &Model) -> Option<Value> {
    let access = model
        .platform
        .access
        .as_ref()
        .filter(|access| access.kind.value == AccessKind::Oidc)?;
    let issuer = access
        .issuer
        .as_ref()
        .map(|url| url.to_string())
        .unwrap_or_default();
    let audience = access.client_id.as_ref().map(|id| id.value.clone());
    let prefix = access
        .groups_prefix
        .as_ref()
        .map(|prefix| prefix.value.clone())
        .unwrap_or_default();
    let probes: Vec<Value> = ["/livez", "/readyz", "/healthz"]
        .into_iter()
        .map(|path| map! { "path" => path })
        .collect();
    let jwt = map! {
        "issuer" => map! { "url" => &issuer, "audiences" => list![audience] },
        "claimMappings" => map! {
            "username" => map! { "claim" => "sub", "prefix" => format!("{issuer}#") },
            "groups" => map! { "claim" => "groups", "prefix" => prefix },
        },
    };
    Some(map! {
        "anonymous" => map! { "enabled" => true, "conditions" => probes },
        "jwt" => list![jwt],
    })
}

/// Names under which the API is reached.
fn sans(model: &Model) -> Value {
    let mut names = vec![model.cluster.endpoint_host().to_string()];
    names.extend(model.cluster.decl.vip.iter().map(|vip| vip.to_string()));
    names.sort();
    names.dedup();
    Value::List(names.into_iter().map(Value::Text).collect())
}

/// Arguments with which the API server trusts an OpenID Connect issuer.
fn issuer(model: &Model) -> Option<Value> {
    let access = model
        .platform
        .access
        .as_ref()
        .filter(|access| access.kind.value == AccessKind::Oidc)?;
    Some(map! {
        "oidc-issuer-url" => access.issuer.as_ref().map(|url| url.to_string()),
        "oidc-client-id" => access.client_id.as_ref().map(|id| id.value.clone()),
        "oidc-groups-claim" => "groups",
        "oidc-groups-prefix" => access.groups_prefix.as_ref().map(|prefix| prefix.value.clone()),
    })
}
