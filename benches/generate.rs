//! Platforms of any size: deterministic, valid, with realistic variety.

use std::fmt::Write;

/// How many of each.
#[derive(Clone, Copy)]
pub struct Size {
    pub name: &'static str,
    pub nodes: usize,
    pub clubs: usize,
    pub vms: usize,
}

pub const SIZES: [Size; 5] = [
    Size {
        name: "S",
        nodes: 6,
        clubs: 3,
        vms: 4,
    },
    Size {
        name: "M",
        nodes: 50,
        clubs: 40,
        vms: 200,
    },
    // For counting instructions of a build, which takes long under valgrind.
    Size {
        name: "M4",
        nodes: 200,
        clubs: 160,
        vms: 800,
    },
    Size {
        name: "L",
        nodes: 1_000,
        clubs: 1_000,
        vms: 5_000,
    },
    Size {
        name: "XL",
        nodes: 10_000,
        clubs: 10_000,
        vms: 50_000,
    },
];

/// The description of a platform of a size.
pub fn platform(size: Size) -> String {
    let mut out = String::from(HEAD);
    let racks = size.nodes.div_ceil(20);
    for rack in 0..racks {
        let _ = writeln!(out, "rack \"r{rack}\" units=42 room=\"room {}\"", rack / 10);
    }
    for at in 0..size.nodes {
        node(at, racks, &mut out);
    }
    out.push_str(STORAGE);
    for at in 0..size.clubs {
        let vms = size.vms / size.clubs + usize::from(at < size.vms % size.clubs);
        club(at, vms, &mut out);
    }
    out
}

const HEAD: &str = r#"requires radier="0.1"
platform "generated" {
    description "A platform of a generator"
    repo "https://git.example.org/platform.git" branch="main"
    domain "example.org"
    admins "sre"
    access "omni"
}
versions {
    talos "1.13.9" contract="1.13"
}
cluster "generated" {
    endpoint "https://10.0.0.5:6443"
    nodes "10.0.0.0/16" gateway="10.0.0.1" first-boot=dhcp
    vip "10.0.0.5"
    dns "10.0.0.1" "1.1.1.1"
    ntp "time.example.org"
    pods "100.64.0.0/10"
    services "172.16.0.0/12"
    load-balancers "10.0.255.1-10.0.255.250"
    extensions "iscsi-tools" "util-linux-tools"
    encryption {
        volume "STATE" key=tpm fallback=node-id
        volume "EPHEMERAL" key=tpm fallback=node-id
    }
}
network "lab" vlan=120 subnet="192.168.120.0/24" { bridge "br-lab"; }
model "small" {
    vendor "Dell"
    cpu cores=16 threads=32 vendor=intel
    memory "64GiB"
    firmware secure-boot=#true tpm="2.0"
}
model "large" {
    vendor "Supermicro"
    cpu cores=64 threads=128 vendor=amd
    memory "512GiB"
    height 2
    firmware secure-boot=#true tpm="2.0"
}
"#;

const STORAGE: &str = r#"
storage "ceph" {
    pool "vm" media=hdd replicas=3 serves=vm
    pool "apps" media=hdd replicas=3 serves=apps default=#true
    overcommit 4.0
}
image "debian-13" kind=disk {
    url "https://images.example.org/debian-13.qcow2"
    sha256 "bf91ad0e8c4a0f9d3c2d0b7f6f0a5d3c4b1e2f3a4d5c6b7a8f9e0d1c2b3a4f5e"
    virtual-size "3GiB"
    pool "vm"
}
image "ubuntu-24.04" kind=iso {
    url "https://images.example.org/ubuntu-24.04.iso"
    sha256 "a79397e384a1871a9902875108af4fa04c85c1033484787a72c36fdbcc776094"
    virtual-size "4GiB"
    pool "vm"
}
"#;

fn node(at: usize, racks: usize, out: &mut String) {
    let control_plane = at < 3;
    let (kind, model, role) = if control_plane {
        ("cp", "small", "control-plane")
    } else {
        ("worker", "large", "worker")
    };
    // One control plane stands apart from the others, where there is a second rack.
    let (rack, unit) = if at == 2 && racks > 1 {
        (1, 41)
    } else {
        (at / 20, 1 + at % 20 * 2)
    };
    let address = format!("10.0.{}.{}", 1 + at / 200, 10 + at % 200);
    let mac = |card: usize| {
        format!(
            "02:0{card}:00:{:02x}:{:02x}:{:02x}",
            at >> 16 & 255,
            at >> 8 & 255,
            at & 255
        )
    };
    let _ = writeln!(out, "node \"{kind}-{at}\" model=\"{model}\" role={role} {{");
    let _ = writeln!(
        out,
        "    uuid \"4c4c4544-{:04x}-4a10-8031-b7c0{at:08x}\"",
        at & 0xffff
    );
    let _ = writeln!(out, "    place rack=\"r{rack}\" unit={unit}");
    if at.is_multiple_of(3) && !control_plane {
        let _ = writeln!(
            out,
            "    nic \"lan0\" mac=\"{}\"\n    nic \"lan1\" mac=\"{}\"",
            mac(1),
            mac(2)
        );
        let _ = writeln!(
            out,
            "    bond \"bond0\" mode=\"802.3ad\" address=\"{address}\" {{ links \"lan0\" \"lan1\"; \
             vlans \"lab\"; }}"
        );
    } else {
        let carried = if control_plane {
            ""
        } else {
            " { vlans \"lab\"; }"
        };
        let _ = writeln!(
            out,
            "    nic \"lan\" mac=\"{}\" address=\"{address}\"{carried}",
            mac(1)
        );
    }
    let _ = writeln!(
        out,
        "    disk \"os\" id=\"ata-INTEL_SSD_OS{at:06}\" size=\"480GB\" media=ssd use=install"
    );
    if !control_plane {
        for disk in 1..=4 {
            let _ = writeln!(
                out,
                "    disk \"d{disk}\" id=\"ata-WDC_WD80_{at:06}{disk}\" size=\"8TB\" media=hdd \
                 use=storage"
            );
        }
    }
    out.push_str("}\n");
}

fn club(at: usize, vms: usize, out: &mut String) {
    let _ = writeln!(
        out,
        "club \"club-{at}\" {{\n    description \"Club number {at}\"\n    members \
         group=\"org:club-{at}\" role=edit"
    );
    let _ = writeln!(out, "    source \"https://git.example.org/club-{at}/*\"");
    let (cpu, memory, storage) = (4 + vms * 4, 8 + (vms + 1) * 9, 50 + vms * 80);
    let _ = writeln!(
        out,
        "    quota {{ cpu {cpu}; memory \"{memory}GiB\"; storage \"{storage}GiB\"; vms {}; }}",
        vms.max(1)
    );
    let _ = writeln!(
        out,
        "    vcluster \"vc-{at}\" {{ cpu 4; memory \"8GiB\"; storage \"50GiB\"; }}"
    );
    for vm in 0..vms {
        let _ = writeln!(
            out,
            "    vm \"vm-{vm}\" cpu={} memory=\"{}GiB\" {{",
            1 + vm % 4,
            2 + vm % 3 * 3
        );
        if vm % 5 == 4 {
            let _ = writeln!(
                out,
                "        disk \"root\" size=\"30GiB\"\n        cdrom \"ubuntu-24.04\"\n        nic \
                 \"lab\""
            );
        } else {
            let _ = writeln!(
                out,
                "        disk \"root\" image=\"debian-13\" size=\"{}GiB\"",
                20 + vm % 3 * 10
            );
        }
        if vm % 3 == 1 {
            let _ = writeln!(
                out,
                "        disk \"data\" size=\"20GiB\"\n        ssh-keys secret=\"vm-{vm}-ssh\""
            );
        }
        out.push_str("    }\n");
    }
    out.push_str("}\n");
}
