//! The cluster and the encryption of its disks.

use super::dice::Dice;
use super::{Choices, line, machine};
use std::fmt::Write;

pub fn cluster(choices: &Choices, dice: &mut Dice, out: &mut String) {
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
            let cni = cni[dice.below(4)];
            line!(out, "    {cni}");
            // Beside kube-proxy they are not announced.
            if dice.one_in(2) && !cni.ends_with("#true") {
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

pub fn encryption(choices: &Choices, dice: &mut Dice, indent: &str, out: &mut String) {
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
    let key = match kms || !dice.one_in(6) {
        true => keys[dice.below(keys.len())],
        false => "key=none",
    };
    line!(out, "{indent}    volume \"STATE\" {key}");
    let ephemeral = match kms || key == "key=none" || dice.one_in(3) {
        true => key,
        false => "key=node-id",
    };
    line!(out, "{indent}    volume \"EPHEMERAL\" {ephemeral}");
    if kms {
        line!(out, "{indent}    kms \"https://kms.example.org:4000\"");
    }
    line!(out, "{indent}}}");
}
