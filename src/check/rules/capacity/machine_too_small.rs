//! `capacity/machine-too-small`

use crate::capacity::NodeLedger;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Hardware;
use crate::language::types::Size;
use crate::model::Node;
use crate::parts::rook_ceph_cluster::{MGR, MON, OSD};

pub static RULE: Rule = Rule {
    id: "capacity/machine-too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine is too small for Talos and its Ceph daemons",
    why: "Each disk of Ceph is served by a daemon that requests 4 GiB and half a CPU. Where they \
          do not all fit, the last ones stay Pending: their disks never join, and the only sign is \
          a pod that waits.",
    fr: French {
        summary: "une machine est trop petite pour Talos et ses démons Ceph",
        why: "Chaque disque de Ceph est servi par un démon qui demande 4 Gio et un \
              demi-processeur. Là où tous ne tiennent pas, les derniers restent Pending : leurs \
              disques ne rejoignent jamais Ceph, et seul un pod en attente le dit.",
    },
    // Talos: system requirements; rook v1.20.6: what the values request
    wrong: &[r#"
model "small" { cpu cores=4 vendor=intel; memory "12GiB"; firmware secure-boot=#true tpm="2.0"; }
node "worker-4" model="small" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="2TB" media=hdd use=storage
    disk "d2" id="ata-HDD_000024" size="2TB" media=hdd use=storage
    disk "d3" id="ata-HDD_000034" size="2TB" media=hdd use=storage
}
"#],
    right: &[r#"
model "small" { cpu cores=4 vendor=intel; memory "32GiB"; firmware secure-boot=#true tpm="2.0"; }
node "worker-4" model="small" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="2TB" media=hdd use=storage
    disk "d2" id="ata-HDD_000024" size="2TB" media=hdd use=storage
    disk "d3" id="ata-HDD_000034" size="2TB" media=hdd use=storage
}
"#],
    check: Check::Whole(check),
};

/// Least memory of Talos (docs.siderolabs.com, Talos v1.13, system requirements).
const CONTROL_PLANE: Size = Size(2 * Size::GIB);
const WORKER: Size = Size(Size::GIB);

/// Less memory than Talos and the daemons of Ceph need.
pub(in crate::check) fn lacks_memory(node: &Node, ledger: &NodeLedger) -> bool {
    let (talos, ceph) = least(node);
    ledger.memory.bytes() < talos.bytes() + ceph.bytes()
}

/// What Talos needs, and what the daemons of Ceph request.
fn least(node: &Node) -> (Size, Size) {
    let talos = if node.is_control_plane() {
        CONTROL_PLANE
    } else {
        WORKER
    };
    let ceph = match node.running_disks().count() as u64 {
        0 => 0,
        disks => disks * OSD.memory.bytes() + MON.memory.bytes() + MGR.memory.bytes(),
    };
    (talos, Size(ceph))
}

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut told = Vec::new();
    for ledger in &cx.nodes {
        let node = &cx.model.nodes[ledger.node];
        let Some(hardware) = node.hardware.and_then(|at| cx.model.hardware.get(at)) else {
            continue;
        };
        // One model, one cause.
        if told.contains(&node.hardware) {
            continue;
        }
        let problem = if lacks_memory(node, ledger) {
            too_little_memory(hardware, node, ledger)
        } else if u64::from(ledger.threads) * 1_000 < ledger.storage_millicpu {
            too_few_cpus(hardware, node, ledger)
        } else {
            continue;
        };
        told.push(node.hardware);
        report.push(problem.also(node.model_span(), "used here"));
    }
}

fn too_little_memory(hardware: &Hardware, node: &Node, ledger: &NodeLedger) -> Diagnostic {
    let disks = node.running_disks().count();
    let (talos, ceph) = least(node);
    let memory = Size(talos.bytes() + ceph.bytes());
    RULE.at(
        hardware.memory.span,
        format!(
            "model `{}` has too little memory for node `{}`",
            hardware.name, node.decl.name
        ),
    )
    .label(format!("{memory} at least"))
    .note(format!(
        "{memory} = {talos} for Talos + {ceph} for the daemons of {disks} Ceph disks"
    ))
    .help(
        match (
            disks,
            ledger
                .memory
                .bytes()
                .saturating_sub(talos.bytes() + MON.memory.bytes() + MGR.memory.bytes())
                / OSD.memory.bytes(),
        ) {
            (0, _) => "give the machines more memory, or use another model".to_string(),
            (_, 0) => {
                "give the machines more memory, or write `use=spare` on their disks".to_string()
            }
            (_, fit) => format!(
                "give the machines more memory, or write `use=spare` on {} of the {disks} \
                 Ceph disks of each machine",
                disks as u64 - fit
            ),
        },
    )
}

fn too_few_cpus(hardware: &Hardware, node: &Node, ledger: &NodeLedger) -> Diagnostic {
    let disks = node.running_disks().count();
    let threads = ledger.threads;
    let cpus = ledger.storage_millicpu as f64 / 1_000.0;
    RULE.at(
        hardware.cpu.cores.span,
        format!(
            "model `{}` has too few CPUs for node `{}`",
            hardware.name, node.decl.name
        ),
    )
    .label(format!(
        "{threads} CPUs; the daemons of {disks} Ceph disks request {cpus:.1}"
    ))
    .help("use another model, or write `use=spare` on some of the disks for Ceph")
}
