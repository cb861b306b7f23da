//! Network cards of VMs.

use crate::language::types::Mac;
use crate::model::constants::POD_NIC;
use crate::model::{Model, Vm, VmNic};
use crate::yaml::{Value, map};

fn name(nic: &VmNic) -> String {
    if nic.network.is_some() {
        nic.name.to_string()
    } else {
        POD_NIC.to_string()
    }
}

pub(super) fn interfaces(model: &Model, vm: &Vm) -> Vec<Value> {
    let model_word = if vm.is_windows() { "e1000e" } else { "virtio" };
    let interface = |nic: &VmNic| {
        let mut interface = map! { "name" => name(nic), "model" => model_word };
        if nic.network.is_some() {
            interface.set("bridge", map! {});
        } else {
            interface.set("masquerade", map! {});
        }
        // On a network of its own a machine is known by its MAC; the pod network gives a new one
        // each start.
        let derived = nic
            .network
            .is_some()
            .then(|| Mac(model.names().vm_mac(vm, &nic.name)));
        interface.set(
            "macAddress",
            nic.mac
                .map(|mac| mac.value)
                .or(derived)
                .map(|mac| mac.to_string()),
        );
        interface
    };
    vm.nics.iter().map(interface).collect()
}

pub(super) fn networks(model: &Model, vm: &Vm, namespace: &str) -> Vec<Value> {
    let network = |nic: &VmNic| match nic.network.and_then(|at| model.networks.get(at)) {
        Some(network) => {
            map! {
                "name" => name(nic),
                "multus" => map! { "networkName" => format!("{namespace}/{}", network.name) },
            }
        }
        None => map! { "name" => name(nic), "pod" => map! {} },
    };
    vm.nics.iter().map(network).collect()
}
