//! Platforms whose VMs need nearly all that there is, or a little more, for kube-scheduler to say
//! which of them fit: `cargo run --release --example judge -- near FOLDER [COUNT [FIRST-SEED]]`.

use crate::seeded::dice::Dice;
use crate::{Seeded, emit};
use radier::capacity::{self, VmPlacement};
use radier::source::Sources;
use radier::{Compilation, compile, diagnostic};
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Hundredths of the memory that VMs may have, from and to: what they need together.
const NEAR: (usize, usize) = (50, 104);

/// A folder for each platform: its description, and in `near.json` the scheduler's configuration
/// that it compiles to, machines and pods as Radier sees them, and what it says of them.
pub fn near(folder: &Path, count: u64, first: u64) -> std::io::Result<()> {
    for seed in first..first + count {
        let mut dice = Dice::of_seed(seed);
        let machines = machines(&mut dice);
        // One VM, for there is no placement without.
        let empty = seen(&format!("{machines}{}", club(&vm(0, 1, &[]))));
        let rooms = empty.1.map(|placement| placement.rooms).unwrap_or_default();
        let room: u64 = rooms.iter().map(|room| room.memory >> 30).sum();
        let vms = vms(&mut dice, rooms.len(), room as usize);
        let text = format!("{machines}{}", club(&vms));
        let home = folder.join(format!("near-{seed}"));
        fs::create_dir_all(&home)?;
        fs::write(home.join("infra.kdl"), &text)?;
        fs::write(home.join("near.json"), facts(&text).to_string())?;
    }
    Ok(())
}

fn machines(dice: &mut Dice) -> String {
    let mut all = "\
platform \"rev\" { repo \"https://git.example.org/rev.git\"; domain \"rev.example.org\"; admins \"rev:admins\"; access \"omni\"; }
cluster \"rev\" { endpoint \"https://10.0.0.5:6443\"; nodes \"10.0.0.0/24\" gateway=\"10.0.0.1\"; vip \"10.0.0.5\"; dns \"10.0.0.1\"; }
storage \"ceph\" { pool \"vm\" media=hdd serves=vm; pool \"apps\" media=hdd serves=apps default=#true; }
".to_string();
    for memory in [64, 128, 256] {
        line(
            &mut all,
            format!(
                "model \"m{memory}\" {{ cpu cores=32 threads=64 vendor=amd; memory \"{memory}GiB\"; }}"
            ),
        );
    }
    let workers = 3 + dice.below(4);
    for at in 0..3 + workers {
        let (name, role, memory) = match at {
            0..3 => (format!("cp-{at}"), "control-plane", "64"),
            _ => (
                format!("w-{}", at - 3),
                "worker",
                dice.pick(&["64", "128", "128", "256"]),
            ),
        };
        let storage = match role {
            "worker" => format!(
                "disk \"data\" id=\"ata-WDC_HDD_SERIAL{at:04}\" size=\"8TB\" media=hdd use=storage; "
            ),
            _ => String::new(),
        };
        line(
            &mut all,
            format!(
                "node \"{name}\" model=\"m{memory}\" role={role} {{ uuid \"4c4c4544-{at:04x}-4a10-8031-b7c04f32d1{at:02x}\"; \
                 nic \"lan\" mac=\"02:00:00:00:01:{at:02x}\" address=\"10.0.0.{}\"; \
                 disk \"os\" id=\"nvme-OSDISK_{at:06}\" size=\"500GB\" media=nvme use=install; {storage}}}",
                11 + at
            ),
        );
    }
    all
}

/// VMs of all sizes until they need a little less or more than there is (GiB).
fn vms(dice: &mut Dice, workers: usize, room: usize) -> String {
    let hundredths = NEAR.0 + dice.below(NEAR.1 - NEAR.0 + 1);
    let target = room * hundredths / 100;
    let sizes = match dice.below(3) {
        0 => vec![57],
        1 => vec![4, 8, 16, 32],
        _ => vec![8, 24, 40, 50],
    };
    let (mut all, mut sum, mut at) = (String::new(), 0, 0);
    while sum < target {
        let size = sizes[dice.below(sizes.len())].min(target - sum);
        let pinned = dice.one_in(6) && size < 50;
        let at_first = dice.below(workers);
        let nodes = [at_first, (at_first + 1) % workers];
        all += &vm(at, size, if pinned { &nodes } else { &[] });
        (sum, at) = (sum + size + 1, at + 1);
    }
    all
}

fn vm(at: usize, memory: usize, nodes: &[usize]) -> String {
    let placement = match nodes {
        [] => String::new(),
        nodes => {
            let names: Vec<String> = nodes.iter().map(|node| format!("\"w-{node}\"")).collect();
            format!(" placement {{ nodes {}; }};", names.join(" "))
        }
    };
    format!(
        "    vm \"v{at:02}\" cpu=2 memory=\"{memory}GiB\" {{ disk \"root\" size=\"10GiB\";{placement} }}\n"
    )
}

fn club(vms: &str) -> String {
    format!(
        "club \"a\" {{\n    quota {{ cpu 400; memory \"4TiB\"; storage \"20TiB\"; }}\n{vms}}}\n"
    )
}

fn line(all: &mut String, text: String) {
    let _ = writeln!(all, "{text}");
}

/// What Radier makes of a description, and its findings.
fn seen(text: &str) -> (Compilation, Option<VmPlacement>, String) {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let compilation = compile(&mut sources, &Seeded(Vec::new()), None);
    let ledgers = capacity::nodes(&compilation.model, &compilation.parts);
    let placement = VmPlacement::new(&compilation.model, &compilation.parts, &ledgers);
    let findings = diagnostic::short(&compilation.report, &sources);
    (compilation, placement, findings)
}

fn facts(text: &str) -> Value {
    let (compilation, placement, findings) = seen(text);
    let placement = placement.unwrap_or_else(|| panic!("no placement:\n{text}\n{findings}"));
    let model = &compilation.model;
    let ledgers = capacity::nodes(model, &compilation.parts);
    let name = |bin: &usize| model.nodes[placement.nodes[*bin]].decl.name.to_string();
    let nodes = placement
        .nodes
        .iter()
        .zip(&placement.rooms)
        .map(|(at, room)| {
            let ledger = ledgers.iter().find(|ledger| ledger.node == *at);
            let ledger = ledger.unwrap_or_else(|| panic!("no ledger"));
            json!({
                "name": model.nodes[*at].decl.name.to_string(),
                "memory": ledger.allocatable.bytes(),
                "millicpu": u64::from(ledger.threads) * 1_000,
                "freeMemory": room.memory,
                "freeMillicpu": room.millicpu,
            })
        });
    let pods = placement.needs.iter().enumerate().map(|(at, need)| {
        let vm = placement.vms.get(at).map(|vm| &model.vms[*vm].decl.name);
        json!({
            "name": vm.map_or_else(|| format!("platform-{at}"), ToString::to_string),
            "vm": vm.is_some(),
            "memory": need.amount.memory,
            "millicpu": need.amount.millicpu,
            "nodes": need.bins.iter().map(name).collect::<Vec<_>>(),
        })
    });
    let mut config = String::new();
    emit::all(model, &compilation.parts, &mut |artifact| {
        if artifact.path == "talos/controlplane.yaml" {
            config = artifact.text;
        }
    });
    let said = |rule: &str| findings.contains(&format!("[capacity/{rule}]"));
    json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "pods": pods.collect::<Vec<_>>(),
        "controlPlane": config,
        "fitsNowhere": findings.contains("[vm/fits-nowhere]"),
        "refused": said("vms-do-not-fit"),
        "startOrder": said("start-order"),
        "nodeLoss": said("node-loss"),
    })
}
