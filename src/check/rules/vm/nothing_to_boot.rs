//! `vm/nothing-to-boot`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::ImageKind;

pub static RULE: Rule = Rule {
    id: "vm/nothing-to-boot",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM has nothing to boot from",
    why: "Without an image on a disk and without an installer in a CD-ROM drive, the firmware \
          finds nothing to start, and the screen stays empty.",
    fr: French {
        summary: "une VM n'a rien d'où démarrer",
        why: "Sans image sur un disque et sans installateur dans un lecteur de CD-ROM, le \
              micrologiciel ne trouve rien, et la VM montre un écran vide.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" size="20GiB"
        cdrom "installer"
    }
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in cx.model.vms.iter() {
        let boots = vm
            .disks
            .first()
            .is_some_and(|disk| disk.decl.image.is_some())
            || !vm.cdroms.is_empty();
        if !boots {
            report.push(
                RULE.at(
                    vm.decl.head.span,
                    format!("VM `{}` has nothing to boot from", vm.decl.name),
                )
                .label("its first disk is blank, and there is no CD-ROM")
                .help(format!(
                    "add {} to the first disk, or {} to the block of the VM",
                    one_of(cx, ImageKind::Disk),
                    one_of(cx, ImageKind::Iso)
                )),
            );
        }
    }
}

/// How an image of a kind is named, with one that is declared where there is one.
fn one_of(cx: &Context<'_>, kind: ImageKind) -> String {
    let declared = cx
        .model
        .images
        .iter()
        .find(|image| image.decl.kind.value == kind)
        .map(|image| &*image.decl.name.value.0);
    let word = if kind == ImageKind::Iso {
        "cdrom \""
    } else {
        "image=\""
    };
    match declared {
        Some(name) => format!("an image such as `{word}{name}\"`"),
        None => format!("an image, `{word}...\"`, the name of an `image` with `kind={kind}`,"),
    }
}
