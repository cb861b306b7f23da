//! Networks, hardware, machines and their links.

use super::dice::Dice;
use super::{Choices, encryption, line, machine};
use std::fmt::Write;

pub fn networks(choices: &Choices, dice: &mut Dice, out: &mut String) {
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

pub fn hardware(choices: &Choices, dice: &mut Dice, out: &mut String) {
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

pub fn node(at: usize, choices: &Choices, dice: &mut Dice, out: &mut String) {
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
            let state = dice.maybe(" state=serving");
            line!(
                out,
                "    disk \"d{disk}\" id=\"{bus}-DATA_{at:06}{disk}\" size=\"8TB\" media={} \
                 use=storage{backend}{state}",
                choices.media
            );
        }
        // One that is being replaced: the sums leave it out.
        if dice.one_in(6) {
            line!(
                out,
                "    disk \"d3\" id=\"{bus}-DATA_{at:06}3\" size=\"8TB\" media={} use=storage \
                 state={}",
                choices.media,
                dice.pick(&["leaving", "failed"])
            );
        }
    }
    if choices.tpm && dice.one_in(8) {
        line!(
            out,
            "    encryption {{ volume \"STATE\" key=tpm; volume \"EPHEMERAL\" key=tpm; }}"
        );
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

pub fn links(at: usize, carries_vms: bool, choices: &Choices, dice: &mut Dice, out: &mut String) {
    let mac = |card: usize| format!("02:00:00:0{card}:00:{at:02x}");
    let address = match choices.first_boot_static || dice.one_in(2) {
        true => format!(" address=\"10.1.0.{}\"", 11 + at),
        false => " dhcp=#true".to_string(),
    };
    // What carries only machines has one size of frames everywhere.
    let mtu = match carries_vms {
        true => dice.maybe(" mtu=9000"),
        false => String::new(),
    };
    let mut inside: Vec<String> = Vec::new();
    if carries_vms {
        inside.push("vlans \"lab\"".to_string());
        // The boot image would put the address on the card below the bridge.
        if !choices.first_boot_static {
            inside.push("untagged \"bare\"".to_string());
        }
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
        let mut modes = vec!["active-backup", "balance-xor", "balance-rr"];
        if !carries_vms {
            modes.extend(["balance-alb", "balance-tlb"]);
        }
        // Without it, LACP needs the switch before the configuration is there.
        if choices.first_boot_static {
            modes.push("802.3ad");
        }
        let mode = dice.pick(&modes);
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
