//! `vm/reserved-mac`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "vm/reserved-mac",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM has the MAC address that KubeVirt keeps for itself",
    why: "The bridge in front of each VM has this address. KubeVirt refuses a VM that wants it \
          too, after the merge.",
    fr: French {
        summary: "une VM a l'adresse MAC que KubeVirt garde pour lui",
        why: "Le pont devant chaque VM a cette adresse. KubeVirt refuse une VM qui la veut aussi, \
              après la fusion.",
    },
    // kubevirt v1.9.0 pkg/network/link StaticMasqueradeBridgeMAC
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan" mac="02:00:00:00:00:00"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan" mac="02:00:00:00:00:a1"
    }
}
"#],
    check: Check::Written(check),
};

const RESERVED: [u8; 6] = [2, 0, 0, 0, 0, 0];

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        for mac in vm
            .nics
            .iter()
            .filter_map(|nic| nic.mac)
            .filter(|mac| mac.value.0 == RESERVED)
        {
            report.push(
                RULE.at(
                    mac.span,
                    format!("VM `{}` has a MAC address of KubeVirt", vm.decl.name),
                )
                .label("KubeVirt refuses it")
                .help(
                    "choose another one, or remove `mac=`: Radier derives one that never changes",
                ),
            );
        }
    }
}
