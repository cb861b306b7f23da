//! `vm/disk-smaller-than-image`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "vm/disk-smaller-than-image",
    level: Level::Error,
    since: "0.1.0",
    summary: "a disk is smaller than the image that it is cloned from",
    why: "CDI refuses to clone into a smaller volume. The VM waits for a disk that never comes.",
    fr: French {
        summary: "un disque est plus petit que l'image dont il est cloné",
        why: "CDI refuse de cloner dans un volume plus petit. La VM attend un disque qui ne vient \
              jamais.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="2GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        for disk in &vm.disks {
            let Some(image) = disk.image.and_then(|at| cx.model.images.get(at)) else {
                continue;
            };
            let (size, least) = (disk.decl.size, image.decl.virtual_size);
            if size.value < least.value {
                report.push(
                    RULE.at(
                        size.span,
                        format!(
                            "disk `{}` of VM `{}` is smaller than its image",
                            disk.decl.name, vm.decl.name
                        ),
                    )
                    .label(format!(
                        "{}, and the image unpacks to {}",
                        size.value, least.value
                    ))
                    .also(least.span, "the size of the image, as the guest sees it")
                    .help(format!(
                        "write `size=\"{}GiB\"` or more",
                        least.value.bytes().div_ceil(Size::GIB)
                    )),
                );
            }
        }
    }
}
