//! Machines held against the description: every difference at the word that it is about.
//!
//! Must not know: how machines were read.

use super::difference::differs;
use super::disks;
use super::hardware::hardware;
use super::identity::{described, macs};
use super::observed::Observed;
use crate::check::machine::{ABSENT, STRANGER};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Model, Node};
use std::collections::BTreeSet;

/// Tells of every difference of the machines that a description knows; which those are, by index.
pub fn compare(model: &Model, machines: &[Observed], report: &mut Report) -> BTreeSet<usize> {
    let mut known = BTreeSet::new();
    for (at, machine) in machines.iter().enumerate() {
        let Some(node) = described(model, machine) else {
            continue;
        };
        known.insert(at);
        report.extend(uuid(node, machine));
        cards(node, machine, report);
        disks::compare(model, node, machine, machines, report);
        hardware(model, node, machine, report);
    }
    known
}

/// A machine that no description knows.
pub fn stranger(model: &Model, machine: &Observed) -> Diagnostic {
    let cards = machine.cards.iter().flatten();
    let cards: Vec<&str> = cards.map(|card| card.mac.as_str()).collect();
    let problem = STRANGER
        .at(
            model.cluster.decl.head.span,
            format!("machine `{}` is not described", machine.target),
        )
        .label("no node here has its UUID, its address, one of its cards or of its disks");
    let problem = match &machine.uuid {
        Some(uuid) => problem.note(format!("its UUID: {uuid}")),
        None => problem,
    };
    let problem = match cards.is_empty() {
        true => problem,
        false => problem.note(format!("its cards: {}", cards.join(", "))),
    };
    problem.help("describe it as a `node`, or switch it off before the cluster is made")
}

fn uuid(node: &Node, machine: &Observed) -> Option<Diagnostic> {
    let (declared, own) = (node.decl.uuid.as_ref()?, machine.uuid.as_ref()?);
    (declared.to_string() != *own).then(|| {
        differs(node, declared.span, "UUID", own, &declared.to_string()).help(format!(
            "write `uuid \"{own}\"`, if this is the machine that is meant"
        ))
    })
}

fn cards(node: &Node, machine: &Observed, report: &mut Report) {
    let Some(cards) = &machine.cards else { return };
    let free: Vec<&str> = cards
        .iter()
        .map(|card| card.mac.as_str())
        .filter(|own| !macs(node).any(|(mac, _)| mac == *own))
        .collect();
    for (mac, at) in macs(node).filter(|(mac, _)| !cards.iter().any(|card| card.mac == *mac)) {
        report.push(
            ABSENT
                .at(at, format!("node `{}` has no card {mac}", node.decl.name))
                .label("no card of this machine has this address")
                .help(match free.as_slice() {
                    [] => "look whether this is another machine: all its cards are described"
                        .to_string(),
                    free => format!("it has cards that are not described: {}", free.join(", ")),
                }),
        );
    }
}
