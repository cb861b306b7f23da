//! Platforms by seed: every node, property and word of the language in all kinds of company, valid
//! by construction. A test measures the coverage against the declaration; `examples/judge.rs` gives
//! them to upstream's judges.

use std::fmt::Write;

/// A description and the files beside it.
pub struct Platform {
    pub kdl: String,
    pub files: Vec<(&'static str, &'static str)>,
}

/// The platform of a seed: the same on every machine.
pub fn platform(seed: u64) -> Platform {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    (0..8).for_each(|_| {
        dice.next();
    });
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

/// A small generator of numbers (xorshift64*).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True once in `n` times.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// The text, or nothing.
    fn maybe(&mut self, text: &str) -> String {
        if self.one_in(2) {
            text.to_string()
        } else {
            String::new()
        }
    }
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
    let sign_in = dice.maybe(" { argocd github=\"SeededOrg\" secret=\"argocd-github\"; }");
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
        line!(out, "    omni \"{}\"", dice.pick(&["1.10.4", "1.11.0"]));
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

fn cluster(choices: &Choices, dice: &mut Dice, out: &mut String) {
    line!(out, "cluster \"seeded\" {{");
    let vip = choices.control_planes > 1;
    line!(
        out,
        "    endpoint \"https://10.1.0.{}:6443\"",
        if vip { 5 } else { 11 }
    );
    line!(
        out,
        "    lifecycle \"{}\"",
        if choices.omni { "omni" } else { "talosctl" }
    );
    let first_boot = if choices.first_boot_static {
        " first-boot=static"
    } else {
        dice.pick(&["", " first-boot=dhcp"])
    };
    line!(
        out,
        "    nodes \"10.1.0.0/24\" gateway=\"10.1.0.1\"{first_boot}"
    );
    if vip {
        line!(out, "    vip \"10.1.0.5\"");
    }
    let words = [
        "pods \"10.244.0.0/16\"",
        "services \"10.96.0.0/12\"",
        "ntp \"time.example.org\" \"10.1.0.1\"",
    ];
    for word in words {
        if dice.one_in(2) {
            line!(out, "    {word}");
        }
    }
    line!(out, "    dns \"10.1.0.1\" \"1.1.1.1\"");
    match choices.cilium {
        true => {
            let cni = [
                "cni \"cilium\"",
                "cni \"cilium\" kube-proxy=#true",
                "cni \"cilium\" kube-proxy=#false",
                "",
            ];
            line!(out, "    {}", cni[dice.below(4)]);
            if dice.one_in(2) {
                line!(out, "    load-balancers \"10.1.0.200-10.1.0.220\"");
            }
        }
        false => {
            line!(out, "    cni \"flannel\"");
        }
    }
    if dice.one_in(3) {
        line!(
            out,
            "    mirror \"docker.io\" {{ endpoints \"https://mirror.example.org\" \
             \"https://mirror2.example.org\"; }}"
        );
    }
    encryption(choices, dice, "    ", out);
    machine("all", "    ", false, dice, out);
    // Where control planes run pods, workers may keep them away.
    let schedulable = choices.workers == 0 || (!choices.needs_machines() && dice.one_in(2));
    if schedulable {
        line!(out, "    control-plane schedulable=#true");
    } else if dice.one_in(3) {
        line!(out, "    control-plane {{");
        machine("control-planes", "        ", choices.workers > 0, dice, out);
        line!(out, "    }}");
    }
    if choices.workers > 0 && dice.one_in(2) {
        line!(out, "    worker {{");
        machine(
            "workers",
            "        ",
            schedulable && !choices.needs_machines(),
            dice,
            out,
        );
        line!(out, "    }}");
    }
    line!(out, "}}");
    if choices.control_planes == 2 {
        line!(
            out,
            "allow \"node/even-control-planes\" reason=\"the third machine is ordered\" \
             until=\"2027-06-30\""
        );
    }
}

fn encryption(choices: &Choices, dice: &mut Dice, indent: &str, out: &mut String) {
    let mut keys = vec!["key=node-id"];
    if choices.tpm {
        keys.push("key=tpm fallback=node-id");
    }
    let kms = !choices.first_boot_static && dice.one_in(3);
    if kms {
        keys = vec!["key=kms fallback=node-id"];
        if choices.tpm {
            keys.extend(["key=tpm fallback=kms", "key=kms fallback=tpm"]);
        }
    }
    if dice.one_in(2) {
        return;
    }
    line!(out, "{indent}encryption {{");
    let key = keys[dice.below(keys.len())];
    line!(out, "{indent}    volume \"STATE\" {key}");
    let ephemeral = if kms || dice.one_in(3) {
        key
    } else {
        dice.pick(&["key=none", "key=node-id"])
    };
    line!(out, "{indent}    volume \"EPHEMERAL\" {ephemeral}");
    if kms {
        line!(out, "{indent}    kms \"https://kms.example.org:4000\"");
    }
    line!(out, "{indent}}}");
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

fn networks(choices: &Choices, dice: &mut Dice, out: &mut String) {
    let mtu = dice.maybe(" mtu=1500");
    line!(
        out,
        "network \"lab\" vlan=120 subnet=\"192.168.120.0/24\"{mtu} {{ bridge \"br-lab\"; }}"
    );
    line!(
        out,
        "network \"store\" vlan=130 subnet=\"192.168.130.0/24\""
    );
    line!(
        out,
        "network \"bare\" subnet=\"192.168.140.0/24\" {{ bridge \"br-bare\"; }}"
    );
    for rack in 0..choices.racks {
        let (units, room) = (dice.maybe(" units=42"), dice.maybe(" room=\"B-12\""));
        line!(out, "rack \"r{rack}\"{units}{room}");
    }
}

fn hardware(choices: &Choices, dice: &mut Dice, out: &mut String) {
    line!(out, "model \"server\" {{");
    if dice.one_in(2) {
        line!(out, "    vendor \"Dell\"");
    }
    let threads = dice.maybe(" threads=96");
    line!(
        out,
        "    cpu cores=48{threads} vendor={}",
        dice.pick(&["intel", "amd"])
    );
    line!(out, "    memory \"1024GiB\"");
    if dice.one_in(2) {
        line!(out, "    height 2");
    }
    match (choices.tpm, choices.uefi) {
        (true, _) => {
            line!(out, "    firmware uefi=#true secure-boot=#true tpm=\"2.0\"");
        }
        (false, true) => {
            let tpm = dice.maybe(" tpm=\"1.2\"");
            line!(out, "    firmware{tpm} secure-boot=#false");
        }
        (false, false) => {
            line!(out, "    firmware uefi=#false");
        }
    }
    line!(out, "}}");
}

fn node(at: usize, choices: &Choices, dice: &mut Dice, out: &mut String) {
    let is_control_plane = at < choices.control_planes;
    let carries_vms = !is_control_plane || choices.workers == 0;
    let (name, role) = if is_control_plane {
        (format!("cp-{at}"), "control-plane")
    } else {
        (format!("w-{at}"), "worker")
    };
    line!(out, "node \"{name}\" model=\"server\" role={role} {{");
    line!(
        out,
        "    uuid \"4c4c4544-{at:04x}-4a10-8031-b7c04f32d1{at:02x}\""
    );
    line!(
        out,
        "    place rack=\"r{}\" unit={}",
        at % choices.racks,
        1 + at * 2
    );
    links(at, carries_vms, choices, dice, out);
    line!(
        out,
        "    disk \"os\" id=\"ata-INTEL_SSD_OS{at:06}\" size=\"480GB\" media=ssd use=install"
    );
    let volumes = dice.one_in(3);
    if volumes {
        line!(
            out,
            "    disk \"v\" id=\"ata-INTEL_SSD_V{at:06}\" size=\"960GB\" media=ssd use=volume"
        );
        let filesystem = dice.pick(&["", " filesystem=xfs", " filesystem=ext4"]);
        line!(
            out,
            "    volume \"scratch\" disk=\"v\" size=\"200GiB\"{filesystem}"
        );
    }
    if dice.one_in(4) {
        line!(
            out,
            "    disk \"s\" id=\"nvme-SPARE_{at:06}\" size=\"1TB\" media=nvme use=spare"
        );
    }
    if choices.storage && !is_control_plane {
        let bus = if choices.media == "nvme" {
            "nvme"
        } else {
            "ata"
        };
        for disk in 1..=2 {
            let backend = dice.maybe(" backend=ceph");
            line!(
                out,
                "    disk \"d{disk}\" id=\"{bus}-DATA_{at:06}{disk}\" size=\"8TB\" media={} \
                 use=storage{backend}",
                choices.media
            );
        }
    }
    if choices.tpm && dice.one_in(8) {
        line!(out, "    encryption {{ volume \"STATE\" key=tpm; }}");
        let until = dice.maybe(" until=\"2027-06-30\"");
        line!(
            out,
            "    allow \"encryption/no-fallback\" reason=\"a test machine\"{until}"
        );
    } else if dice.one_in(6) {
        encryption(choices, dice, "    ", out);
    }
    let may_be_hard = if is_control_plane {
        choices.workers > 0
    } else {
        !choices.needs_machines() && choices.workers > 1 && at.is_multiple_of(2)
    };
    machine(&name, "    ", may_be_hard, dice, out);
    line!(out, "}}");
}

fn links(at: usize, carries_vms: bool, choices: &Choices, dice: &mut Dice, out: &mut String) {
    let mac = |card: usize| format!("02:00:00:0{card}:00:{at:02x}");
    let address = match choices.first_boot_static || dice.one_in(2) {
        true => format!(" address=\"10.1.0.{}\"", 11 + at),
        false => " dhcp=#true".to_string(),
    };
    let mtu = dice.maybe(" mtu=9000");
    let mut inside: Vec<String> = Vec::new();
    if carries_vms {
        inside.push("vlans \"lab\"".to_string());
        inside.push("untagged \"bare\"".to_string());
    }
    if dice.one_in(3) {
        inside.push(format!(
            "vlan \"store\" address=\"192.168.130.{}\"",
            11 + at
        ));
    }
    if dice.one_in(3) {
        let metric = dice.maybe(" metric=200");
        inside.push(format!(
            "route \"172.30.0.0/16\" gateway=\"10.1.0.2\"{metric}"
        ));
    }
    let block = |inside: &[String]| {
        if inside.is_empty() {
            String::new()
        } else {
            format!(" {{ {}; }}", inside.join("; "))
        }
    };
    if dice.one_in(2) {
        line!(out, "    nic \"lan0\" mac=\"{}\"", mac(0));
        line!(out, "    nic \"lan1\" mac=\"{}\"", mac(1));
        let modes = [
            "802.3ad",
            "active-backup",
            "balance-alb",
            "balance-tlb",
            "balance-xor",
            "balance-rr",
        ];
        // LACP needs the switch before the configuration is there.
        let mode = dice.pick(if choices.first_boot_static {
            &modes[1..]
        } else {
            &modes
        });
        inside.insert(0, "links \"lan0\" \"lan1\"".to_string());
        line!(
            out,
            "    bond \"bond0\" mode=\"{mode}\"{address}{mtu}{}",
            block(&inside)
        );
    } else {
        line!(
            out,
            "    nic \"lan0\" mac=\"{}\"{address}{mtu}{}",
            mac(0),
            block(&inside)
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

fn images(choices: &Choices, dice: &mut Dice, out: &mut String) {
    if !choices.images {
        return;
    }
    let pool = dice.maybe("; pool \"vm\"");
    let hash = match dice.below(3) {
        0 => format!("sha256 \"{}\"", "bf91ad0e8c4a0f9d".repeat(4)),
        1 => format!("sha512 \"{}\"", "bf91ad0e8c4a0f9d".repeat(8)),
        _ => format!(
            "allow \"image/no-checksum\" reason=\"built here every night\"{}",
            dice.maybe(" until=\"2027-06-30\"")
        ),
    };
    line!(
        out,
        "image \"debian-13\" kind=disk {{ url \
         \"https://images.example.org/debian-13-20261020.qcow2\"; {hash}; virtual-size \
         \"3GiB\"{pool}; }}"
    );
    let digest = "1f2e3d4c5b6a7988".repeat(4);
    line!(
        out,
        "image \"fedora\" kind=disk {{ registry \
         \"docker://quay.io/containerdisks/fedora@sha256:{digest}\"; virtual-size \"5GiB\"; }}"
    );
    line!(
        out,
        "image \"installer\" kind=iso {{ url \"https://images.example.org/installer-24.04.iso\"; \
         sha256 \"{}\"; virtual-size \"3GiB\"; }}",
        "a79397e384a1871a".repeat(4)
    );
}

fn club(at: usize, choices: &Choices, dice: &mut Dice, out: &mut String) {
    line!(out, "club \"club-{at}\" {{");
    for word in [
        format!("description \"Club {at}: C++, \\\"AI\\\" & café\""),
        format!("contact \"club-{at}@example.org\""),
    ] {
        if dice.one_in(2) {
            line!(out, "    {word}");
        }
    }
    for role in ["view", "edit"] {
        if dice.one_in(2) {
            line!(
                out,
                "    members group=\"seeded:club-{at}-{role}\" role={role}"
            );
        }
    }
    let vcluster = choices.storage && dice.one_in(2);
    if vcluster && dice.one_in(2) {
        line!(out, "    source \"https://git.example.org/club-{at}/*\"");
    }
    let vms = if choices.vms { 1 + dice.below(3) } else { 0 };
    let limit = dice.maybe("; vms 6");
    line!(
        out,
        "    quota {{ cpu 64; memory \"200GiB\"; storage \"800GiB\"{limit}; }}"
    );
    if vcluster {
        line!(
            out,
            "    vcluster \"vc-{at}\" {{ cpu 4; memory \"8GiB\"; storage \"50GiB\"; }}"
        );
    }
    if choices.storage && dice.one_in(3) {
        line!(
            out,
            "    namespace \"wiki\" {{ cpu 2; memory \"4GiB\"; storage \"20GiB\"; }}"
        );
    }
    let (start, of_club) = (out.len(), dice.one_in(2));
    (0..vms).for_each(|vm_at| vm(vm_at, of_club, choices, dice, out));
    if out[start..].contains(PINNED) {
        let until = dice.maybe(" until=\"2027-06-30\"");
        line!(
            out,
            "    allow \"vm/not-migratable\" reason=\"their cards are in one machine\"{until}"
        );
    }
    line!(out, "}}");
}

/// Marks a VM whose club accepts the finding.
const PINNED: &str = "        // pinned to one machine\n";

fn vm(at: usize, of_club: bool, choices: &Choices, dice: &mut Dice, out: &mut String) {
    let windows = choices.filesystem && dice.one_in(4);
    let start = dice.pick(&[
        "",
        " start=always",
        " start=manual",
        " start=rerun-on-failure",
        " start=halted",
    ]);
    let os = if windows {
        " os=windows"
    } else {
        dice.pick(&["", " os=linux"])
    };
    line!(
        out,
        "    vm \"vm-{at}\" cpu={} memory=\"{}GiB\"{start}{os} {{",
        1 + dice.below(4),
        2 + dice.below(8)
    );
    if !windows && dice.one_in(2) {
        let firmware = match choices.filesystem && dice.one_in(2) {
            true => "firmware uefi=#true secure-boot=#true tpm=#true",
            false => dice.pick(&[
                "firmware uefi=#false",
                "firmware secure-boot=#true",
                "firmware uefi=#true tpm=#false",
            ]),
        };
        line!(out, "        {firmware}");
    }
    let pool = dice.maybe(" pool=\"vm\"");
    if choices.images && !windows {
        line!(
            out,
            "        disk \"root\" image=\"{}\" size=\"20GiB\"{pool}",
            dice.pick(&["debian-13", "fedora"])
        );
    } else if choices.images {
        line!(out, "        disk \"root\" size=\"80GiB\"{pool}");
        line!(out, "        cdrom \"installer\"");
    } else {
        line!(out, "        disk \"root\" size=\"20GiB\"{pool}");
        // Without an image there is nothing to boot.
        out.truncate(out.rfind("    vm \"").unwrap_or(out.len()));
        return;
    }
    if dice.one_in(3) {
        line!(out, "        disk \"data\" size=\"10GiB\"");
    }
    if dice.one_in(2) {
        let mac = dice.maybe(&format!(
            " mac=\"02:aa:00:00:{:02x}:{:02x}\"",
            dice_byte(out),
            at
        ));
        line!(out, "        nic \"{}\"{mac}", dice.pick(&["lab", "bare"]));
        if dice.one_in(2) {
            line!(out, "        nic \"pod\"");
        }
    }
    if !windows && dice.one_in(2) {
        line!(out, "        cloud-init \"cloud-init/user.yaml.j2\"");
        if dice.one_in(2) {
            line!(out, "        network-data \"cloud-init/network.yaml.j2\"");
        }
        if dice.one_in(2) {
            line!(out, "        ssh-keys secret=\"vm-{at}-ssh\"");
        }
    }
    let first = choices.control_planes + 1;
    match dice.below(4) {
        0 => {
            line!(out, "        placement spread=\"front\"");
        }
        1 => {
            line!(
                out,
                "        placement {{ nodes \"w-{first}\" \"w-{}\"; }}",
                first + 1
            );
        }
        2 => {
            line!(out, "        placement {{ nodes \"w-{first}\"; }}");
            let until = dice.maybe(" until=\"2027-06-30\"");
            if of_club {
                out.push_str(PINNED);
            } else {
                line!(
                    out,
                    "        allow \"vm/not-migratable\" reason=\"its card is in this \
                     machine\"{until}"
                );
            }
        }
        _ => {}
    }
    line!(out, "    }}");
}

/// A number that differs from VM to VM: what is written so far.
fn dice_byte(out: &str) -> usize {
    out.len() % 251
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
