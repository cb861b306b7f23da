//! Small parts of the platform, and the addresses of what is not in `out/` itself.

use super::k8s::{PodSecurity, kustomization, namespace};
use super::{Context, Sink, cdi, ceph, helm, kubevirt};
use crate::language::Chart;
use crate::model::Model;
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    if model.vm_networks().next().is_some() {
        let kustomization = kustomization(
            vec![multus(model)],
            vec![map! {
                "target" => map! { "kind" => "DaemonSet", "name" => "kube-multus-ds" },
                "patch" => crate::yaml::document(&daemon_set(model)),
            }],
        );
        sink.yaml(
            "platform/multus/manifests/kustomization.yaml",
            "versions/multus",
            &[kustomization],
        );
    }
    if !model.vclusters.is_empty() {
        let entity = "versions/external-secrets";
        sink.yaml(
            "platform/external-secrets/manifests/namespace.yaml",
            entity,
            &[namespace("external-secrets", PodSecurity::Baseline)],
        );
        let values = map! {
            "installCRDs" => true,
            "resources" => map! {
                "requests" => map! { "cpu" => "50m", "memory" => "128Mi" },
                "limits" => map! { "memory" => "256Mi" },
            },
        };
        helm::values(
            context,
            sink,
            "platform/external-secrets/values.yaml",
            entity,
            Chart::ExternalSecrets,
            values,
        );
    }
}

/// Multus as a daemon set; there is no chart.
fn multus(model: &Model) -> String {
    let version = &model.versions.decl.multus;
    format!(
        "https://raw.githubusercontent.com/k8snetworkplumbingwg/multus-cni/v{version}/deployments/multus-daemonset-thick.yml"
    )
}

/// What differs from upstream's daemon set. Talos keeps network namespaces under /var/run
/// (docs.siderolabs.com "Multus").
fn daemon_set(model: &Model) -> Value {
    // Upstream's file of every release names the image of the last night (multus-cni v4.2.2
    // multus-daemonset-thick.yml).
    let image = format!(
        "ghcr.io/k8snetworkplumbingwg/multus-cni:v{}-thick",
        model.versions.decl.multus
    );
    let volume =
        map! { "name" => "host-run-netns", "hostPath" => map! { "path" => "/var/run/netns/" } };
    // Upstream's limit of 50Mi is too low when a node starts many pods at once, and then no pod
    // starts (multus-cni#1346).
    let resources = map! {
        "requests" => map! { "cpu" => "100m", "memory" => "64Mi" },
        "limits" => map! { "cpu" => "100m", "memory" => "512Mi" },
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

/// What Argo CD fetches from elsewhere, by part: the summary of a build says so.
pub fn remote_resources(model: &Model) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    if model.storage.is_some() {
        all.extend(
            ceph::remote_snapshots(model)
                .into_iter()
                .map(|url| ("snapshots", url)),
        );
    }
    if model.has_vms() {
        all.push(("cdi", cdi::remote(model)));
        all.push(("kubevirt", kubevirt::remote(model)));
    }
    if model.vm_networks().next().is_some() {
        all.push(("multus", multus(model)));
    }
    all
}
