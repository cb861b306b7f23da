//! `vm/global-mac`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Mac;

pub static RULE: Rule = Rule {
    id: "vm/global-mac",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a VM has a MAC address that belongs to a maker of network cards",
    why: "Addresses without the local bit are assigned to manufacturers. The card that really has \
          this one may be in the next delivery, and then two machines on one network knock each \
          other off it in turn.",
    fr: French {
        summary: "une VM a une adresse MAC qui est à un fabricant de cartes réseau",
        why: "Les adresses sans le bit local sont attribuées aux fabricants. La carte qui porte \
              vraiment celle-ci peut être dans la prochaine livraison, et deux machines d'un \
              réseau s'en chassent alors tour à tour.",
    },
    // IEEE 802-2014 8.2: the second bit of the first byte says locally administered
    wrong: &[r#"
club "robotics" {
    members group="lab:robotics" role=edit
    quota { cpu 16; memory "64GiB"; storage "500GiB"; vms 4 }
    vm "sim" cpu=4 memory="8GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan" mac="d0:94:66:00:00:11"
    }
}
"#],
    right: &[r#"
club "robotics" {
    members group="lab:robotics" role=edit
    quota { cpu 16; memory "64GiB"; storage "500GiB"; vms 4 }
    vm "sim" cpu=4 memory="8GiB" {
        disk "root" image="debian-13" size="20GiB"
        nic "lan" mac="02:94:66:00:00:11"
    }
}
"#],
    check: Check::Written(check),
};

/// Says that an address was chosen here.
const LOCAL: u8 = 0b10;

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        for mac in vm.nics.iter().filter_map(|nic| nic.mac) {
            let [first, rest @ ..] = mac.value.0;
            if first & LOCAL != 0 {
                continue;
            }
            let mut local = [first | LOCAL; 6];
            local[1..].copy_from_slice(&rest);
            report.push(
                RULE.at(
                    mac.span,
                    format!(
                        "VM `{}` has the address `{}`, which belongs to a manufacturer",
                        vm.decl.name, mac.value
                    ),
                )
                .label("not chosen for local use")
                .help(format!(
                    "write `{}`, or remove `mac=`: Radier derives one that never changes",
                    Mac(local)
                ))
                .guess(mac.span, format!("\"{}\"", Mac(local))),
            );
        }
    }
}
