//! `vm/firmware`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "vm/firmware",
    level: Level::Error,
    since: "0.1.0",
    summary: "the firmware of a VM contradicts itself",
    why: "KubeVirt refuses the VM.\n\nSecure boot is a part of UEFI: a BIOS checks no signatures.",
    fr: French {
        summary: "le micrologiciel d'une VM se contredit",
        why: "KubeVirt refuse la VM. Secure boot fait partie d'UEFI : un BIOS ne vérifie pas de \
              signatures.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware uefi=#false secure-boot=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware secure-boot=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware tpm=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware uefi=#false
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        let Some(said) = &vm.decl.firmware else {
            continue;
        };
        let Some(secure) = said.secure_boot.filter(|secure| secure.value) else {
            continue;
        };
        if !vm.firmware.uefi {
            report.push(
                RULE.at(
                    secure.span,
                    format!("VM `{}` boots securely, but not by UEFI", vm.decl.name),
                )
                .label("secure boot is a part of UEFI")
                .also(said.uefi.span, "switched off here")
                .help("remove `uefi=#false` or `secure-boot=#true`"),
            );
        }
    }
}
