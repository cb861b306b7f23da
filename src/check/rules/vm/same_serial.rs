//! `vm/same-serial`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::{Model, Vm};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "vm/same-serial",
    level: Level::Error,
    since: "0.1.0",
    summary: "two disks of a VM have one name for its guest",
    why: "A guest sees the first 20 characters of a disk's serial number only, which is the name \
          of the VM and of the disk. `/dev/disk/by-id` then has one link for two disks, and \
          whatever is mounted by it is now the one, now the other.",
    fr: French {
        summary: "deux disques d'une VM ont un seul nom pour son système",
        why: "Un système invité ne voit que les 20 premiers caractères du numéro de série d'un \
              disque, qui est le nom de la VM et du disque. `/dev/disk/by-id` a alors un lien pour \
              deux disques, et ce qu'on monte par lui est tantôt l'un, tantôt l'autre.",
    },
    // Linux include/uapi/linux/virtio_blk.h VIRTIO_BLK_ID_BYTES
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "measurement-of-spectra" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        disk "data" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "spectra-analysis" cpu=2 memory="4GiB" {
        disk "sys" image="debian-13" size="20GiB"
        disk "dat" size="20GiB"
    }
}
"#],
    check: Check::Written(check),
};

/// Bytes of a serial number that a virtio disk shows.
const SHOWN: usize = 20;

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in cx.model.vms.iter().filter(|vm| vm.disks.len() > 1) {
        report.extend(judge(cx.model, vm));
    }
}

/// The first disk that the guest cannot tell from another.
fn judge(model: &Model, vm: &Vm) -> Option<Diagnostic> {
    let mut seen = FxHashMap::default();
    vm.disks.iter().find_map(|disk| {
        let whole = model.names().data_volume(vm, &disk.decl.name);
        let shown = whole.get(..SHOWN.min(whole.len()))?.to_string();
        let first = seen.insert(shown.clone(), disk)?;
        // Two of one name: `name/declared-twice`.
        (first.decl.name.value != disk.decl.name.value).then(|| {
            let room = SHOWN.saturating_sub(vm.decl.name.len() + 1);
            let advice = match room {
                0..=2 => format!(
                    "shorten the name of the VM to {} characters or less",
                    SHOWN - 6
                ),
                _ => format!("let the names of its disks differ in their first {room} characters"),
            };
            RULE.at(
                disk.decl.name.span,
                format!(
                    "the guest of VM `{}` cannot tell disk `{}` from `{}`",
                    vm.decl.name, disk.decl.name, first.decl.name
                ),
            )
            .label(format!("it sees `{shown}`"))
            .also(first.decl.name.span, "and here the same")
            .help(format!(
                "{advice}; under another name a disk that exists already starts empty, so then {}",
                RULE.accept()
            ))
        })
    })
}
