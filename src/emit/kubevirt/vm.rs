//! A VirtualMachine, with everything said that KubeVirt's webhooks would add: otherwise Argo CD
//! shows a difference forever.

use super::{domain, network, volumes};
use crate::emit::k8s::{Object, node_affinity};
use crate::language::Start;
use crate::model::constants::{LABEL_CLUB, LABEL_SPREAD, LABEL_VM};
use crate::model::{Model, Vm};
use crate::yaml::{Value, list, map};

/// Disks, the Secret for a long cloud-init, and the VM itself.
pub(super) fn objects(model: &Model, vm: &Vm) -> Vec<Value> {
    let Some(club) = model.clubs.get(vm.club) else {
        return Vec::new();
    };
    let namespace = model.names().club(club);
    let mut all = volumes::data_volumes(model, vm, &namespace, &club.decl.name);
    all.extend(volumes::cloud_init_secret(vm, &namespace));
    all.push(machine(model, vm, &namespace, &club.decl.name));
    all
}

fn machine(model: &Model, vm: &Vm, namespace: &str, club: &str) -> Value {
    let machine = Object::new("kubevirt.io/v1", "VirtualMachine")
        .named(&vm.decl.name)
        .within(namespace)
        .label(LABEL_CLUB, club)
        .confirm();
    let spread = vm
        .decl
        .placement
        .as_ref()
        .and_then(|placement| placement.spread.as_ref());
    let labels = map! {
        LABEL_VM => &*vm.decl.name.value.0,
        LABEL_CLUB => club,
        LABEL_SPREAD => spread.map(|group| group.to_string()),
    };
    let machine = machine.with(
        "spec",
        map! {
            "runStrategy" => run_strategy(vm.decl.start.value),
            "template" => map! {
                "metadata" => map! {
                    "labels" => labels,
                    // The mutating webhook adds it on creation.
                    "annotations" => map! { "kubevirt.io/pci-topology-version" => "v3" },
                },
                "spec" => map! {
                    "architecture" => "amd64",
                    "evictionStrategy" => if vm.migratable(model) { "LiveMigrate" } else { "None" },
                    "terminationGracePeriodSeconds" => 180,
                    "hostname" => &*vm.decl.name.value.0,
                    "domain" => domain::domain(model, vm),
                    "networks" => network::networks(model, vm, namespace),
                    "affinity" => affinity(model, vm, spread.map(|group| group.value.0.as_str())),
                    "accessCredentials" => volumes::ssh_keys(vm),
                    "volumes" => volumes::volumes(model, vm),
                },
            },
        },
    );
    machine.value()
}

fn run_strategy(start: Start) -> &'static str {
    match start {
        Start::Always => "Always",
        Start::Manual => "Manual",
        Start::RerunOnFailure => "RerunOnFailure",
        Start::Halted => "Halted",
    }
}

fn affinity(model: &Model, vm: &Vm, spread: Option<&str>) -> Option<Value> {
    let names: Vec<String> = vm
        .nodes
        .iter()
        .filter_map(|at| model.nodes.get(*at))
        .map(|node| node.decl.name.to_string())
        .collect();
    let nodes = (!names.is_empty()).then(|| node_affinity("kubernetes.io/hostname", names));
    let apart = spread.map(|group| {
        let term = map! {
            "labelSelector" => map! { "matchLabels" => map! { LABEL_SPREAD => group } },
            "topologyKey" => "kubernetes.io/hostname",
        };
        map! {
            "preferredDuringSchedulingIgnoredDuringExecution" => list![
                map! { "weight" => 100, "podAffinityTerm" => term },
            ],
        }
    });
    (nodes.is_some() || apart.is_some())
        .then(|| map! { "nodeAffinity" => nodes, "podAntiAffinity" => apart })
}
