//! Machines held against the description: every difference at the word that it is about.
//!
//! Must not know: how machines were read.

use super::observed::{Disk, Observed};
use crate::check::machine::{ABSENT, DIFFERS, HOLDS_DATA, STRANGER, UNDECLARED};
use crate::diagnostic::{Diagnostic, Report, list};
use crate::language::types::Size;
use crate::language::{self, Media, Use};
use crate::model::{Interface, InterfaceKind, Model, Node};
use crate::source::Span;
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
        disks(model, node, machine, machines, report);
        hardware(model, node, machine, report);
    }
    known
}

/// The node that a machine is: by the most that speaks for it. A UUID says more than an address,
/// an address more than a card, a card more than a disk.
fn described<'m>(model: &'m Model, machine: &Observed) -> Option<&'m Node> {
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

fn is(disk: &Disk, declared: &language::Disk) -> bool {
    disk.is(&declared.id.path(), declared.id.serial())
}

/// MAC addresses of a node, and where each is written.
fn macs(node: &Node) -> impl Iterator<Item = (String, Span)> {
    node.interfaces.iter().filter_map(|interface: &Interface| {
        let InterfaceKind::Nic { mac } = &interface.kind else {
            return None;
        };
        Some((mac.value.to_string(), mac.span))
    })
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

/// A value that the machine says otherwise.
fn differs(node: &Node, at: Span, what: &str, own: &str, written: &str) -> Diagnostic {
    DIFFERS
        .at(
            at,
            format!(
                "the {what} of node `{}` is {own}, not {written}",
                node.decl.name
            ),
        )
        .label(format!("the machine says {own}"))
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

fn disks(
    model: &Model,
    node: &Node,
    machine: &Observed,
    machines: &[Observed],
    report: &mut Report,
) {
    let Some(disks) = &machine.disks else { return };
    for declared in &node.decl.disk {
        let Some(disk) = disks.iter().find(|disk| is(disk, declared)) else {
            report.push(absent(model, node, declared, machine, machines));
            continue;
        };
        report.extend(size(node, declared, disk));
        report.extend(media(node, declared, disk));
        report.extend(old_data(node, declared, disk, machine));
    }
    // A disk that takes the place of another one is named there.
    let missing = node.decl.disk.iter();
    let missing = missing.filter(|declared| !disks.iter().any(|disk| is(disk, declared)));
    let others = undeclared(node, machine);
    if others.len() > missing.count() {
        report.extend(others.iter().map(|disk| nobody_s(node, disk)));
    }
}

/// Disks of a machine that its node does not name. A stick that Talos was started from is nobody's,
/// and what comes over the network is a volume of a pod.
fn undeclared<'o>(node: &Node, machine: &'o Observed) -> Vec<&'o Disk> {
    let is_declared = |disk: &Disk| node.decl.disk.iter().any(|declared| is(disk, declared));
    let all = machine.disks.iter().flatten();
    all.filter(|disk| !["usb", "iscsi"].contains(&&*disk.transport) && !is_declared(disk))
        .collect()
}

fn nobody_s(node: &Node, disk: &Disk) -> Diagnostic {
    let serial = match disk.serial.is_empty() {
        true => String::new(),
        false => format!(", serial {}", disk.serial),
    };
    let name = disk.stable_name();
    UNDECLARED
        .at(
            node.decl.name.span,
            format!(
                "node `{}` has a disk that is not described: {name}",
                node.decl.name
            ),
        )
        .label(format!("{} now: {}{serial}", disk.path, decimal(disk.size)))
        .help(format!(
            "describe it, with `use=spare` if nobody needs it yet: `disk \"...\" id=\"{name}\" \
             size=\"{}\" media=... use=spare`",
            decimal(disk.size)
        ))
}

/// As makers print it: `500GB`, `3.84TB`.
fn decimal(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000_000_000_000 => (1e9, "GB"),
        _ => (1e12, "TB"),
    };
    let rounded = (bytes as f64 / unit * 100.0).round() / 100.0;
    format!("{rounded}{name}")
}

/// A disk that is not there; maybe it is in another machine.
fn absent(
    model: &Model,
    node: &Node,
    declared: &language::Disk,
    machine: &Observed,
    machines: &[Observed],
) -> Diagnostic {
    let holds = |other: &&Observed| other.disks.iter().flatten().any(|disk| is(disk, declared));
    let elsewhere = machines
        .iter()
        .filter(|other| other.target != machine.target)
        .find(holds)
        .and_then(|other| described(model, other));
    let problem = ABSENT
        .at(
            declared.id.span,
            format!(
                "disk `{}` is not in node `{}`",
                declared.name, node.decl.name
            ),
        )
        .label("no disk of this machine has this name");
    match elsewhere {
        Some(other) => problem
            .also(
                other.decl.name.span,
                format!("it is in `{}`", other.decl.name),
            )
            .help(format!(
                "move the line to node `{}`, or the disk to node `{}`",
                other.decl.name, node.decl.name
            )),
        None => {
            let free = undeclared(node, machine);
            let free: Vec<&str> = free.iter().map(|disk| disk.stable_name()).collect();
            problem.help(match free.as_slice() {
                [] => "look whether it is plugged in".to_string(),
                free => format!(
                    "it has disks that are not described: {}",
                    list(free.iter().copied())
                ),
            })
        }
    }
}

/// Makers round, by less than this.
const ROUNDED: f64 = 0.05;

fn size(node: &Node, declared: &language::Disk, disk: &Disk) -> Option<Diagnostic> {
    let (written, own) = (declared.size.bytes() as f64, disk.size as f64);
    ((written - own).abs() > written * ROUNDED).then(|| {
        let own = decimal(disk.size);
        differs(
            node,
            declared.size.span,
            &format!("size of disk `{}`", declared.name),
            &own,
            &declared.size.written().to_string(),
        )
        .help(format!("write `size=\"{own}\"`"))
    })
}

fn media(node: &Node, declared: &language::Disk, disk: &Disk) -> Option<Diagnostic> {
    let own = match (disk.is_rotational?, disk.transport.as_str()) {
        (true, _) => Media::Hdd,
        (false, "nvme") => Media::Nvme,
        (false, _) => Media::Ssd,
    };
    (own != declared.media.value).then(|| {
        let what = format!("media of disk `{}`", declared.name);
        let (own, written) = (own.word(), declared.media.value.word());
        differs(node, declared.media.span, &what, own, written).help(format!(
            "write `media={own}`: a pool takes disks of one kind"
        ))
    })
}

/// Ceph and user volumes take blank disks only; the installer wipes its own.
fn old_data(
    node: &Node,
    declared: &language::Disk,
    disk: &Disk,
    machine: &Observed,
) -> Option<Diagnostic> {
    let wants_blank = matches!(declared.purpose.value, Use::Storage | Use::Volume);
    // On a machine that is installed, its volumes are what is on it.
    let is_ours = |label: &str| {
        let mut volumes = node.decl.volume.iter();
        volumes.any(|volume| label.strip_prefix("u-") == Some(&*volume.name.value.0))
    };
    let on_disk = || {
        machine
            .volumes
            .iter()
            .filter(|volume| volume.disk == disk.path)
    };
    if on_disk().any(|volume| is_ours(&volume.label)) {
        return None;
    }
    let mut kinds: Vec<&str> = on_disk().map(|volume| volume.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    (wants_blank && !kinds.is_empty()).then(|| {
        HOLDS_DATA
            .at(
                declared.id.span,
                format!(
                    "disk `{}` of node `{}` is not blank",
                    declared.name, node.decl.name
                ),
            )
            .label(format!(
                "{} now, and on it: {}",
                disk.path,
                kinds.join(", ")
            ))
            .help(match declared.purpose.value {
                Use::Storage => format!(
                    "if nobody needs the data, wipe it as `runbooks/wipe-{}.md` says; if Ceph runs \
                     already, this is its own",
                    node.decl.name
                ),
                _ => "if nobody needs the data, wipe it before the machine gets its configuration"
                    .to_string(),
            })
    })
}

fn hardware(model: &Model, node: &Node, machine: &Observed, report: &mut Report) {
    let Some(hardware) = node.hardware.and_then(|at| model.hardware.get(at)) else {
        return;
    };
    let say = |at: Span, what: &str, own: &str, written: &str| {
        differs(node, at, what, own, written)
            .also(node.decl.model.span, "of this model")
            .help("correct the `model`, or give the machine one of its own")
    };
    if let Some(memory) = machine.memory.filter(|memory| *memory > 0) {
        let written = hardware.memory.bytes();
        if (memory as f64 - written as f64).abs() > written as f64 * ROUNDED {
            let (own, written) = (
                Size(memory).to_string(),
                hardware.memory.written().to_string(),
            );
            report.push(say(hardware.memory.span, "memory", &own, &written));
        }
    }
    let processors = machine.processors.iter().flatten();
    let cores: u64 = processors.clone().map(|processor| processor.cores).sum();
    let cpu = &hardware.cpu;
    if cores > 0 && cores != u64::from(cpu.cores.value) {
        let (own, written) = (cores.to_string(), cpu.cores.value.to_string());
        report.push(say(cpu.cores.span, "number of cores", &own, &written));
    }
    let threads: u64 = processors.clone().map(|processor| processor.threads).sum();
    if let Some(written) = cpu
        .threads
        .filter(|written| threads > 0 && u64::from(written.value) != threads)
    {
        let (own, text) = (threads.to_string(), written.value.to_string());
        report.push(say(written.span, "number of threads", &own, &text));
    }
    let vendor = cpu.vendor.value.word();
    let mut makers = processors.map(|processor| processor.maker.to_lowercase());
    let is_other = |maker: &String| !maker.is_empty() && !maker.contains(vendor);
    if let Some(maker) = makers.find(is_other) {
        report.push(say(
            cpu.vendor.span,
            "maker of the processor",
            &maker,
            vendor,
        ));
    }
    let (Some(written), Some(own)) = (&hardware.vendor, &machine.maker) else {
        return;
    };
    let first = written.split_whitespace().next().unwrap_or_default();
    if !own.to_lowercase().contains(&first.to_lowercase()) {
        report.push(say(written.span, "maker", own, written));
    }
}
