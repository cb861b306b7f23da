//! The status of a machine in Omni, as `omnictl get machinestatus -o yaml` prints it (omni v1.10.4
//! client/api/omni/specs/omni.proto MachineStatusSpec).
//!
//! Must not know: the description.

use super::observed::{Card, Disk, Observed, Processor};
use super::text::{field, number_of, text_of};
use crate::yaml::Node;

pub(super) const TYPE: &str = "MachineStatuses.omni.sidero.dev";

/// Adds the status: the name of the resource is the UUID.
pub(super) fn add(id: &str, spec: &Node, machine: &mut Observed) -> bool {
    machine.uuid = Some(id.to_lowercase());
    if let Some(network) = field(spec, "network") {
        machine.also.push(text_of(network, "hostname"));
        let addresses = list(network, "addresses").iter();
        let bare = |address: &Node| address.text().split('/').next().unwrap_or("").to_string();
        machine.also.extend(addresses.map(bare));
        machine.cards = Some(
            list(network, "networklinks")
                .iter()
                .filter_map(card)
                .collect(),
        );
    }
    let Some(hardware) = field(spec, "hardware") else {
        return field(spec, "network").is_some();
    };
    let modules = list(hardware, "memorymodules").iter();
    let bytes: u64 = modules
        .map(|module| number_of(module, "sizemb") << 20)
        .sum();
    machine.memory = Some(bytes).filter(|bytes| *bytes > 0);
    let processors = list(hardware, "processors").iter();
    machine.processors = Some(processors.map(processor).collect());
    let disks = list(hardware, "blockdevices").iter();
    machine.disks = Some(disks.filter_map(disk).collect());
    true
}

fn list<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    field(node, name).map_or(&[], Node::items)
}

fn card(link: &Node) -> Option<Card> {
    let mac = text_of(link, "hardwareaddress").to_lowercase();
    (!mac.is_empty()).then(|| Card {
        name: text_of(link, "linuxname"),
        mac,
    })
}

fn processor(processor: &Node) -> Processor {
    let cores = number_of(processor, "corecount");
    Processor {
        maker: text_of(processor, "manufacturer"),
        cores,
        threads: number_of(processor, "threadcount").max(cores),
    }
}

/// Omni knows no names below `/dev/disk`: disks are found by their serial numbers.
fn disk(device: &Node) -> Option<Disk> {
    let is_readonly = field(device, "readonly").is_some_and(|value| value.says("true"));
    let kind = text_of(device, "type").to_lowercase();
    let size = number_of(device, "size");
    (!is_readonly && size > 0 && kind != "cd").then(|| Disk {
        path: text_of(device, "linuxname"),
        serial: text_of(device, "serial"),
        model: text_of(device, "model"),
        size,
        is_rotational: match kind.as_str() {
            "hdd" => Some(true),
            "ssd" | "nvme" => Some(false),
            _ => None,
        },
        transport: match kind == "nvme" {
            true => kind,
            false => String::new(),
        },
        symlinks: Vec::new(),
    })
}
