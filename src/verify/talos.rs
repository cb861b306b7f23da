//! Resources of Talos, as `talosctl get -o yaml` prints them (talos v1.13.9 machinery/resources).
//!
//! Must not know: the description.

use super::observed::{Card, Disk, Observed, Processor, Volume};
use super::text::{field, number_of, text_of};
use crate::yaml::Node;

const LINK: &str = "LinkStatuses.net.talos.dev";
const DISK: &str = "Disks.block.talos.dev";
const VOLUME: &str = "DiscoveredVolumes.block.talos.dev";
const SYSTEM: &str = "SystemInformations.hardware.talos.dev";
const MEMORY: &str = "MemoryModules.hardware.talos.dev";
const PROCESSOR: &str = "Processors.hardware.talos.dev";

/// Those that say something of a machine.
pub(super) const TYPES: [&str; 6] = [LINK, DISK, VOLUME, SYSTEM, MEMORY, PROCESSOR];

/// Adds a resource to its machine.
pub(super) fn add(kind: &str, id: &str, spec: &Node, machine: &mut Observed) -> bool {
    if !machine.seen.insert((kind.to_string(), id.to_string())) {
        return true;
    }
    match kind {
        LINK => machine.cards.get_or_insert_default().extend(card(id, spec)),
        DISK => machine.disks.get_or_insert_default().extend(disk(id, spec)),
        VOLUME => machine.volumes.extend(volume(spec)),
        SYSTEM => {
            machine.uuid =
                Some(text_of(spec, "uuid").to_lowercase()).filter(|uuid| !uuid.is_empty());
            machine.maker = Some(text_of(spec, "manufacturer")).filter(|maker| !maker.is_empty());
        }
        MEMORY => *machine.memory.get_or_insert_default() += number_of(spec, "sizemib") << 20,
        PROCESSOR => machine
            .processors
            .get_or_insert_default()
            .extend(processor(spec)),
        _ => return false,
    }
    true
}

/// Only what is plugged in: bonds, bridges and VLANs have a kind.
fn card(id: &str, spec: &Node) -> Option<Card> {
    let is_physical = text_of(spec, "type") == "ether" && text_of(spec, "kind").is_empty();
    let mac = [
        text_of(spec, "permanentaddr"),
        text_of(spec, "hardwareaddr"),
    ];
    let mac = mac.into_iter().find(|mac| !mac.is_empty())?;
    is_physical.then(|| Card {
        name: id.to_string(),
        mac: mac.to_lowercase(),
    })
}

/// Loops, memory, boot areas of flash chips and what only reads are no disks for anybody.
fn disk(id: &str, spec: &Node) -> Option<Disk> {
    let is = |name: &str| field(spec, name).is_some_and(|value| value.says("true"));
    let is_virtual = ["loop", "zram", "ram", "dm-", "md", "rbd", "nbd"];
    let is_area = ["boot0", "boot1", "rpmb"]
        .iter()
        .any(|end| id.ends_with(end));
    let is_virtual = is_area || is_virtual.iter().any(|start| id.starts_with(start));
    let size = number_of(spec, "size");
    if is("cdrom") || is("readonly") || is_virtual || size == 0 {
        return None;
    }
    let path = text_of(spec, "devpath");
    Some(Disk {
        path: match path.is_empty() {
            true => format!("/dev/{id}"),
            false => path,
        },
        serial: text_of(spec, "serial"),
        model: text_of(spec, "model"),
        size,
        // Left out when it is false.
        is_rotational: Some(is("rotational")),
        transport: text_of(spec, "transport"),
        symlinks: field(spec, "symlinks")
            .map_or(&[][..], Node::items)
            .iter()
            .map(|name| name.text().to_string())
            .collect(),
    })
}

fn volume(spec: &Node) -> Option<Volume> {
    let parent = text_of(spec, "parentdevpath");
    let disk = match parent.is_empty() {
        true => text_of(spec, "devpath"),
        false => parent,
    };
    let kind = text_of(spec, "name");
    let label = text_of(spec, "partitionlabel");
    (!kind.is_empty()).then_some(Volume { disk, kind, label })
}

/// An empty socket has no cores.
fn processor(spec: &Node) -> Option<Processor> {
    let cores = number_of(spec, "corecount");
    (cores > 0).then(|| Processor {
        maker: text_of(spec, "manufacturer"),
        cores,
        threads: number_of(spec, "threadcount").max(cores),
    })
}
