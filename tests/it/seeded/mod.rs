//! Platforms by seed: every node, property and word of the language in all kinds of company, valid
//! by construction. A test measures the coverage against the declaration; `examples/judge.rs` gives
//! them to upstream's judges.

mod cluster;
pub mod dice;
mod machines;
mod tenants;

use self::cluster::{cluster, encryption};
use self::dice::Dice;
use self::machines::{hardware, networks, node};
use self::tenants::{club, images};
use std::fmt::Write;

/// A description and the files beside it.
pub struct Platform {
    pub kdl: String,
    pub files: Vec<(&'static str, &'static str)>,
}

/// The platform of a seed: the same on every machine.
pub fn platform(seed: u64) -> Platform {
    let mut dice = Dice::of_seed(seed);
    let choices = Choices::new(&mut dice);
    let mut kdl = String::new();
    platform_node(&choices, &mut dice, &mut kdl);
    versions(&choices, &mut dice, &mut kdl);
    cluster(&choices, &mut dice, &mut kdl);
    networks(&choices, &mut dice, &mut kdl);
    hardware(&choices, &mut dice, &mut kdl);
    (0..choices.control_planes + choices.workers)
        .for_each(|at| node(at, &choices, &mut dice, &mut kdl));
    storage(&choices, &mut dice, &mut kdl);
    images(&choices, &mut dice, &mut kdl);
    (0..choices.clubs).for_each(|at| club(at, &choices, &mut dice, &mut kdl));
    hatches(&choices, &mut dice, &mut kdl);
    let files = vec![
        (
            "cloud-init/user.yaml.j2",
            "#cloud-config\nhostname: {{ vm.name }}\n",
        ),
        (
            "cloud-init/network.yaml.j2",
            "version: 2\nethernets:\n  all:\n    match: {name: \"e*\"}\n    dhcp4: true\n",
        ),
        (
            "extra/objects.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\ndata:\n  motd: hello\n",
        ),
    ];
    Platform { kdl, files }
}

/// What the parts of a platform must agree on.
struct Choices {
    new_contract: bool,
    omni: bool,
    cilium: bool,
    first_boot_static: bool,
    control_planes: usize,
    workers: usize,
    racks: usize,
    tpm: bool,
    uefi: bool,
    storage: bool,
    /// Device class of the pools.
    media: &'static str,
    filesystem: bool,
    clubs: usize,
    images: bool,
    vms: bool,
}

impl Choices {
    /// Racks hold equally much only when each has one worker.
    fn domain(&self, dice: &mut Dice) -> &'static str {
        match dice.below(if self.workers == 3 { 3 } else { 2 }) {
            0 => "",
            1 => " failure-domain=host",
            _ => " failure-domain=rack",
        }
    }

    /// Whether pods of the platform need a machine without hard taints.
    fn needs_machines(&self) -> bool {
        self.storage
    }

    fn new(dice: &mut Dice) -> Self {
        let workers = dice.pick(&["0", "1", "3", "4", "5"]).parse().unwrap_or(3);
        let storage = workers >= 3 && !dice.one_in(5);
        let uefi = !dice.one_in(6);
        Self {
            new_contract: dice.one_in(2),
            omni: dice.one_in(2),
            cilium: !dice.one_in(3),
            first_boot_static: dice.one_in(3),
            control_planes: if workers == 0 {
                3
            } else {
                [1, 2, 3, 3, 5][dice.below(5)]
            },
            workers,
            racks: 3,
            tpm: uefi && dice.one_in(2),
            uefi,
            storage,
            media: ["hdd", "ssd", "nvme"][dice.below(3)],
            filesystem: storage && dice.one_in(2),
            clubs: 1 + dice.below(3),
            images: storage && !dice.one_in(5),
            vms: storage && !dice.one_in(4),
        }
    }
}

/// Writes a line.
macro_rules! line {
    ($out:expr, $($text:tt)*) => { let _ = writeln!($out, $($text)*); };
}
use line;

fn platform_node(choices: &Choices, dice: &mut Dice, out: &mut String) {
    if dice.one_in(2) {
        line!(out, "requires radier=\"0.1\"");
    }
    line!(out, "platform \"seeded\" {{");
    let branch = dice.maybe(" branch=\"trunk\"");
    let path = dice.maybe(" path=\"deploy/out\"");
    line!(
        out,
        "    repo \"https://git.example.org/seeded/platform.git\"{branch}{path}"
    );
    for word in [
        "description \"A platform by chance\"",
        "domain \"seeded.example.org\"",
    ] {
        if dice.one_in(2) {
            line!(out, "    {word}");
        }
    }
    let sign_in = dice.maybe(" { argocd github=\"seeded\" secret=\"argocd-github\"; }");
    match dice.below(3) {
        0 => {}
        1 => {
            let extra = dice.maybe(" groups-prefix=\"oidc:\"");
            line!(out, "    admins \"seeded:sre\"");
            line!(
                out,
                "    access \"oidc\" issuer=\"https://id.example.org\" \
                 client-id=\"kubernetes\"{extra}{sign_in}"
            );
        }
        _ if choices.omni => {
            line!(out, "    admins \"seeded:sre\"");
            line!(out, "    access \"omni\"{sign_in}");
        }
        _ => {}
    }
    line!(out, "}}");
}

fn versions(choices: &Choices, dice: &mut Dice, out: &mut String) {
    line!(out, "versions {{");
    match choices.new_contract {
        true => {
            line!(
                out,
                "    talos \"1.14.1\"{}",
                dice.maybe(" contract=\"1.14\"")
            );
        }
        false => {
            line!(out, "    talos \"1.13.9\" contract=\"1.13\"");
        }
    }
    if choices.omni {
        let known: &[&str] = match choices.new_contract {
            true => &["1.11.0"],
            false => &["1.10.4", "1.11.0"],
        };
        line!(out, "    omni \"{}\"", dice.pick(known));
    }
    let rest = [
        "kubernetes \"1.36.4\"",
        "cilium \"1.19.6\"",
        "rook \"1.20.6\"",
        "ceph \"20.2.4\"",
        "ceph-csi-drivers \"1.0.4\"",
        "kubevirt \"1.9.0\"",
        "cdi \"1.66.0\"",
        "vcluster \"0.36.1\" kubernetes=\"1.36.0\"",
        "multus \"4.2.2\"",
        "snapshots \"8.6.0\"",
        "argocd \"3.4.4\" chart=\"10.1.1\"",
        "external-secrets \"2.9.0\"",
    ];
    for version in rest {
        if dice.one_in(2) {
            line!(out, "    {version}");
        }
    }
    line!(out, "}}");
}

/// Settings of machines at one level; `level` keeps names apart.
fn machine(level: &str, indent: &str, hard_taints: bool, dice: &mut Dice, out: &mut String) {
    let words = [
        format!("label \"seeded.example.org/{level}\" \"yes\""),
        format!(
            "kernel-module \"dummy_{}\" {{ parameters \"numdummies=2\"; }}",
            level.replace('-', "_")
        ),
        format!(
            "sysctl \"net.ipv4.conf.{}.arp_filter\" \"1\"",
            level.replace('-', "_")
        ),
        "kernel-args \"console=ttyS0\" \"quiet\"".to_string(),
        "extensions \"iscsi-tools\" \"util-linux-tools\"".to_string(),
    ];
    for word in words {
        if dice.one_in(4) {
            line!(out, "{indent}{word}");
        }
    }
    if dice.one_in(4) {
        line!(out, "{indent}ephemeral max-size=\"120GiB\"");
    }
    if dice.one_in(if hard_taints { 2 } else { 4 }) {
        let value = dice.maybe(" value=\"batch\"");
        let effect = if hard_taints {
            dice.pick(&["NoSchedule", "PreferNoSchedule", "NoExecute"])
        } else {
            "PreferNoSchedule"
        };
        line!(
            out,
            "{indent}taint \"seeded.example.org/{level}\"{value} effect={effect}"
        );
    }
}

fn storage(choices: &Choices, dice: &mut Dice, out: &mut String) {
    if !choices.storage {
        return;
    }
    let media = choices.media;
    line!(out, "storage \"ceph\" {{");
    if choices.workers == 3 {
        line!(
            out,
            "    allow \"storage/no-spare-host\" reason=\"three machines are what there is\""
        );
    }
    let domain = choices.domain(dice);
    line!(
        out,
        "    pool \"vm\" media={media} replicas=3{domain} serves=vm"
    );
    let limit = dice.maybe(" limit=\"1TiB\"");
    line!(
        out,
        "    pool \"apps\" media={media} serves=apps default=#true{limit}"
    );
    if dice.one_in(2) {
        line!(
            out,
            "    pool \"archive\" media={media} data-chunks=2 coding-chunks=1 serves=apps \
             default=#false"
        );
        line!(
            out,
            "    allow \"storage/thin-coding\" reason=\"pool archive may wait\""
        );
    }
    if dice.one_in(3) {
        line!(
            out,
            "    pool \"cache\" media={media} replicas=2 serves=apps"
        );
        line!(
            out,
            "    allow \"storage/single-copy\" reason=\"pool cache can be made again\"{}",
            dice.maybe(" until=\"2027-06-30\"")
        );
    }
    if choices.filesystem {
        let replicas = dice.maybe(" replicas=3");
        let domain = choices.domain(dice);
        let limit = dice.maybe(" limit=\"500GiB\"");
        line!(
            out,
            "    filesystem \"shared\" media={media}{replicas}{domain}{limit}"
        );
    }
    if dice.one_in(2) {
        line!(out, "    overcommit 2.5");
    }
    line!(out, "}}");
}

fn hatches(choices: &Choices, dice: &mut Dice, out: &mut String) {
    if dice.one_in(3) {
        let on = match choices.workers {
            0 => dice.pick(&["all", "control-plane"]),
            _ => dice.pick(&["all", "worker", "control-plane"]),
        };
        let body = match choices.new_contract {
            true => {
                "apiVersion: v1alpha1\n    kind: UdevRulesConfig\n    rules:\n      - \
                 SUBSYSTEM==\"drm\", GROUP=\"video\""
            }
            false => {
                "machine:\n      udev:\n        rules:\n          - SUBSYSTEM==\"drm\", \
                 GROUP=\"video\""
            }
        };
        line!(
            out,
            "patch \"talos\" on={on} \"\"\"\n    {}\n    \"\"\"",
            body
        );
    }
    if choices.cilium && dice.one_in(3) {
        line!(out, "values \"cilium\" {{ operator {{ replicas 1; }}; }}");
    }
    if dice.one_in(3) {
        line!(
            out,
            "values \"argo-cd\" {{ controller {{ replicas 1; }}; }}"
        );
    }
    if choices.storage && dice.one_in(2) {
        line!(out, "values \"rook-ceph\" {{ logLevel \"INFO\"; }}");
        line!(
            out,
            "values \"ceph-csi-drivers\" {{ drivers {{ rbd {{ log {{ verbosity 1; }}; }}; }}; }}"
        );
        line!(
            out,
            "values \"rook-ceph-cluster\" {{ cephClusterSpec {{ logCollector {{ enabled #true; }}; \
             }}; }}"
        );
    }
    if out.contains("    vcluster \"vc-") && dice.one_in(2) {
        line!(
            out,
            "values \"external-secrets\" {{ log {{ level \"warn\"; }}; }}"
        );
        line!(
            out,
            "values \"vcluster\" {{ telemetry {{ enabled #false; }}; }}"
        );
    }
    if dice.one_in(3) {
        let wave = dice.maybe(" wave=90");
        line!(out, "manifests \"notes\" namespace=\"monitoring\"{wave} {{");
        line!(out, "    file \"extra/objects.yaml\"");
        line!(
            out,
            "    yaml \"\"\"\n        apiVersion: v1\n        kind: Namespace\n        \
             metadata:\n          name: monitoring\n        \"\"\""
        );
        line!(out, "}}");
    }
}
