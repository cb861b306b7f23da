//! Multus: further networks of VMs.

use super::part::{Application, From, Part};
use super::pods::{Pods, pods};
use super::version::Version;

pub static PART: Part = Part {
    name: "multus",
    title: "Multus",
    what: "Further networks of VMs.",
    rights: "Privileged pods on every machine (multus-cni v4.2.2 multus-daemonset-thick.yml).",
    when: |model| model.vm_networks().next().is_some(),
    needs: "a VM with a `nic` of a network",
    // A daemon set; there is no chart.
    from: From::Release(|model| {
        let version = &model.versions.decl.multus;
        let base = "https://raw.githubusercontent.com/k8snetworkplumbingwg/multus-cni";
        vec![format!(
            "{base}/v{version}/deployments/multus-daemonset-thick.yml"
        )]
    }),
    versions: &[Version::new("Multus", |versions| &versions.decl.multus)],
    // Upstream's file of every release names the image of the last night (multus-cni v4.2.2
    // multus-daemonset-thick.yml).
    image: Some(|versions| {
        let version = &versions.decl.multus;
        format!("ghcr.io/k8snetworkplumbingwg/multus-cni:v{version}-thick")
    }),
    application: Some(Application {
        wave: -35,
        namespace: "kube-system",
        also: &[],
        entity: |_| "versions/multus".to_string(),
        manifests: |_| true,
    }),
    kinds: &["multus"],
    pods: &[DAEMON],
    daemons: &[DAEMON],
    ..Part::NOTHING
};

/// On every machine. Upstream's limit of 50Mi is too low when a node starts many pods at once, and
/// then no pod starts (multus-cni#1346).
pub const DAEMON: Pods = pods("daemon", 100, 64, 512);
