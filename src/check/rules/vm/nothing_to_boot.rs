//! `vm/nothing-to-boot`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "vm/nothing-to-boot",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM has nothing to boot from",
    why: "Without an image on a disk and without an installer in a CD-ROM drive, the firmware finds nothing, and the VM \
          shows an empty screen.",
    fr: French {
        summary: "une VM n'a rien d'où démarrer",
        why: "Sans image sur un disque et sans installateur dans un lecteur de CD-ROM, le micrologiciel ne trouve rien, et la \
              VM montre un écran vide.",
    },
    wrong: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" size="20GiB"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" size="20GiB"
        cdrom "installer"
    }
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in cx.model.vms.iter().filter(|vm| !vm.decl.damaged) {
        let boots = vm.disks.first().is_some_and(|disk| disk.decl.image.is_some()) || !vm.cdroms.is_empty();
        if !boots {
            report.push(
                RULE.at(vm.decl.head.span, format!("VM `{}` has nothing to boot from", vm.decl.name))
                    .label("its first disk is blank, and there is no CD-ROM")
                    .help("add `image=` to the first disk, or `cdrom \"<an image of kind iso>\"`"),
            );
        }
    }
}
