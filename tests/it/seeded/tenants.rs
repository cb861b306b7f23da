//! Images, clubs and VMs.

use super::dice::Dice;
use super::{Choices, line};
use std::fmt::Write;

pub fn images(choices: &Choices, dice: &mut Dice, out: &mut String) {
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

pub fn club(at: usize, choices: &Choices, dice: &mut Dice, out: &mut String) {
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
pub const PINNED: &str = "        // pinned to one machine\n";

pub fn vm(at: usize, of_club: bool, choices: &Choices, dice: &mut Dice, out: &mut String) {
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
        if windows { 2 } else { 1 } + dice.below(4),
        if windows { 4 } else { 2 } + dice.below(8)
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
        let networks: &[&str] = match choices.first_boot_static {
            true => &["lab"],
            false => &["lab", "bare"],
        };
        line!(out, "        nic \"{}\"{mac}", dice.pick(networks));
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
pub fn dice_byte(out: &str) -> usize {
    out.len() % 251
}
