//! The disks of a machine held against its node: those that are missing, in another machine, not
//! described, of another size or media, and those that are not blank.
//!
//! Must not know: how machines were read.

use super::difference::{ROUNDED, differs};
use super::identity::{described, is};
use super::observed::{Disk, Observed};
use crate::check::machine::{ABSENT, HOLDS_DATA, UNDECLARED};
use crate::diagnostic::{Diagnostic, Report, list};
use crate::language::{self, DiskState, Media, Use};
use crate::model::{Model, Node};

/// Tells of every difference between the disks of a machine and those of its node.
pub(super) fn compare(
    model: &Model,
    node: &Node,
    machine: &Observed,
    machines: &[Observed],
    report: &mut Report,
) {
    let Some(disks) = &machine.disks else { return };
    for declared in &node.decl.disk {
        let Some(disk) = disks.iter().find(|disk| is(disk, declared)) else {
            // One that is broken may not show up, or be pulled already.
            if declared.state.value != DiskState::Failed {
                report.push(absent(model, node, declared, machine, machines));
            }
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
    // One that leaves still holds what it held.
    let wants_blank = matches!(declared.purpose.value, Use::Storage | Use::Volume)
        && declared.state.value == DiskState::Serving;
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
