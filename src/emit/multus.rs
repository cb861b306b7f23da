//! Multus: upstream's daemon set with what Talos needs, and the networks of clubs.

use super::context::{Context, Sink};
use super::k8s::{Object, kustomization};
use crate::language::Network;
use crate::model::Club;
use crate::model::constants::LABEL_CLUB;
use crate::parts::multus::{DAEMON, PART};
use crate::yaml::{self, Value, list, map};
use std::collections::BTreeSet;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kustomization = kustomization(
        PART.remote(context.model),
        vec![
            map! {
                "target" => map! { "kind" => "DaemonSet", "name" => "kube-multus-ds" },
                "patch" => yaml::document(&daemon_set(context)),
            },
            map! {
                "target" => map! { "kind" => "ConfigMap", "name" => "multus-daemon-config" },
                "patch" => yaml::document(&daemon_config()),
            },
        ],
    );
    let path = format!("{}/kustomization.yaml", PART.manifests());
    sink.yaml(path, &PART.entity(context.model), &[kustomization]);
}

/// Upstream's configuration (multus-cni v4.2.2 deployments/multus-daemonset-thick.yml), and one
/// line more: a pod names networks of its own namespace only, or a club could join another club's.
fn daemon_config() -> Value {
    let config = serde_json::json!({
        "chrootDir": "/hostroot",
        "cniVersion": "0.3.1",
        "logLevel": "verbose",
        "logToStderr": true,
        "cniConfigDir": "/host/etc/cni/net.d",
        "multusAutoconfigDir": "/host/etc/cni/net.d",
        "multusConfigFile": "auto",
        "socketDir": "/host/run/multus/",
        "namespaceIsolation": true,
    });
    map! {
        "apiVersion" => "v1",
        "kind" => "ConfigMap",
        "metadata" => map! { "name" => "multus-daemon-config", "namespace" => "kube-system" },
        "data" => map! { "daemon-config.json" => config.to_string() },
    }
}

/// What differs from upstream's daemon set. Talos keeps network namespaces under /var/run
/// (docs.siderolabs.com "Multus").
fn daemon_set(context: &Context<'_>) -> Value {
    let image = PART.image.map(|image| image(&context.model.versions));
    let volume =
        map! { "name" => "host-run-netns", "hostPath" => map! { "path" => "/var/run/netns/" } };
    let resources = map! {
        "requests" => map! { "cpu" => DAEMON.cpu(), "memory" => DAEMON.memory.quantity() },
        "limits" => map! { "cpu" => DAEMON.cpu(), "memory" => DAEMON.limit.quantity() },
    };
    let container =
        map! { "name" => "kube-multus", "image" => image.clone(), "resources" => resources };
    let installer = map! { "name" => "install-multus-binary", "image" => image };
    map! {
        "apiVersion" => "apps/v1",
        "kind" => "DaemonSet",
        "metadata" => map! { "name" => "kube-multus-ds", "namespace" => "kube-system" },
        "spec" => map! { "template" => map! { "spec" => map! {
            "containers" => list![container],
            "initContainers" => list![installer],
            "volumes" => list![volume],
        } } },
    }
}

/// Networks that VMs of a club join.
pub(super) fn attachments(context: &Context<'_>, at: usize, club: &Club) -> Vec<Value> {
    let model = context.model;
    if !context.parts.has(&PART) {
        return Vec::new();
    }
    let nics = model.vms_of(at).flat_map(|vm| &vm.nics);
    let used: BTreeSet<usize> = nics.filter_map(|nic| nic.network).collect();
    let namespace = model.names().club(club);
    let networks = used.iter().filter_map(|at| model.networks.get(*at));
    networks
        .map(|network| attachment(network, &namespace, &club.decl.name))
        .collect()
}

/// A network that VMs of a namespace may join: the bridge on their node.
fn attachment(network: &Network, namespace: &str, club: &str) -> Value {
    let bridge = network.bridge.as_ref().map_or("", |bridge| &bridge.value.0);
    let mut config = serde_json::Map::new();
    config.insert("cniVersion".to_string(), "0.3.1".into());
    config.insert("name".to_string(), network.name.to_string().into());
    config.insert("type".to_string(), "bridge".into());
    config.insert("bridge".to_string(), bridge.into());
    config.insert("macspoofchk".to_string(), true.into());
    config.insert("ipam".to_string(), serde_json::json!({}));
    if let Some(mtu) = network.mtu {
        config.insert("mtu".to_string(), mtu.value.into());
    }
    let config = serde_json::Value::Object(config).to_string();
    Object::new("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition")
        .named(&network.name)
        .within(namespace)
        .label(LABEL_CLUB, club)
        .with("spec", map! { "config" => config })
        .value()
}
