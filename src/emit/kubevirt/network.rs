//! Network cards of VMs, and the networks that clubs may attach them to.

use crate::emit::k8s::{label, metadata, object};
use crate::language::Network;
use crate::language::types::Mac;
use crate::model::constants::LABEL_CLUB;
use crate::model::{Model, Vm, VmNic};
use crate::yaml::{Value, map};

/// Our name for the card on the pod network.
const POD: &str = "default";

fn name(nic: &VmNic) -> String {
    if nic.network.is_some() {
        nic.name.to_string()
    } else {
        POD.to_string()
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

/// A network that VMs of a namespace may join: the bridge on their node.
pub fn attachment(network: &Network, namespace: &str, club: &str) -> Value {
    let meta = label(metadata(&network.name, Some(namespace)), LABEL_CLUB, club);
    let mut attachment = object("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", meta);
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
    attachment.set(
        "spec",
        map! { "config" => serde_json::Value::Object(config).to_string() },
    );
    attachment
}
