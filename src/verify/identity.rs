//! Which node a machine is.
//!
//! Must not know: how machines were read, what is told of them.

use super::observed::{Disk, Observed};
use crate::language;
use crate::model::{Interface, InterfaceKind, Model, Node};
use crate::source::Span;

/// The node that a machine is: by the most that speaks for it. A UUID says more than an address,
/// an address more than a card, a card more than a disk.
pub(super) fn described<'m>(model: &'m Model, machine: &Observed) -> Option<&'m Node> {
    let weight = |node: &Node| {
        let is_called =
            |name: &str| machine.target == name || machine.also.iter().any(|also| also == name);
        let by_uuid = node.decl.uuid.as_ref().is_some_and(|uuid| {
            let uuid = uuid.to_string();
            machine.uuid.as_deref() == Some(&*uuid) || machine.target == uuid
        });
        let by_name = is_called(&node.decl.name)
            || node
                .address
                .is_some_and(|address| is_called(&address.to_string()));
        let cards = machine.cards.iter().flatten();
        let cards = cards
            .filter(|card| macs(node).any(|(mac, _)| mac == card.mac))
            .count();
        let disks = machine.disks.iter().flatten();
        let disks = disks
            .filter(|disk| node.decl.disk.iter().any(|declared| is(disk, declared)))
            .count();
        16 * usize::from(by_uuid) + 8 * usize::from(by_name) + 4 * cards.min(3) + disks.min(3)
    };
    let nodes = model.nodes.iter().map(|node| (weight(node), node));
    // Of two that are alike, the first.
    let best = nodes.rev().max_by_key(|(weight, _)| *weight)?;
    (best.0 > 0).then_some(best.1)
}

/// MAC addresses of a node, and where each is written.
pub(super) fn macs(node: &Node) -> impl Iterator<Item = (String, Span)> {
    node.interfaces.iter().filter_map(|interface: &Interface| {
        let InterfaceKind::Nic { mac } = &interface.kind else {
            return None;
        };
        Some((mac.value.to_string(), mac.span))
    })
}

/// A declared disk is this one.
pub(super) fn is(disk: &Disk, declared: &language::Disk) -> bool {
    disk.is(&declared.id.path(), declared.id.serial())
}
