//! `vm/firmware`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Vm;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "vm/firmware",
    level: Level::Error,
    since: "0.1.0",
    summary: "the firmware of a VM cannot be had",
    why: "KubeVirt refuses the VM.\n\nSecure boot is a part of UEFI. The contents of a TPM and of \
          persistent UEFI variables are kept on a volume with a file system that two nodes can use \
          at once: a CephFS file system.",
    fr: French {
        summary: "on ne peut pas avoir le micrologiciel demandé pour une VM",
        why: "Secure boot fait partie d'UEFI. Le contenu d'un TPM et les variables UEFI \
              persistantes sont gardés sur un volume à système de fichiers que deux nœuds peuvent \
              utiliser à la fois : un système de fichiers CephFS. Sans lui, KubeVirt refuse la VM.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware tpm=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    filesystem "shared" media=hdd
}
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware tpm=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::STORAGE],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let media = cx
        .model
        .pools()
        .first()
        .map_or("...".to_string(), |pool| pool.media.to_string());
    let filesystem = cx
        .model
        .storage
        .as_ref()
        .is_none_or(|storage| storage.filesystems().next().is_some());
    for vm in cx.model.vms.iter() {
        let at = vm
            .decl
            .firmware
            .as_ref()
            .map_or(vm.decl.head.span, |firmware| firmware.head.span);
        if vm.firmware.secure_boot && !vm.firmware.uefi {
            report.push(
                RULE.at(
                    at,
                    format!("VM `{}` boots securely, but not by UEFI", vm.decl.name),
                )
                .label("secure boot is a part of UEFI")
                .help("remove `uefi=#false` or `secure-boot=#true`"),
            );
        }
        if vm.firmware.tpm && !filesystem {
            report.push(no_place_for_keys(vm, at, &media));
        }
    }
}

fn no_place_for_keys(vm: &Vm, at: Span, media: &str) -> Diagnostic {
    RULE.at(
        at,
        format!(
            "VM `{}` has a TPM, but there is nowhere to keep its keys",
            vm.decl.name
        ),
    )
    .label("KubeVirt refuses to start it without a CephFS `filesystem`")
    .note(
        "the keys are kept on a volume that two machines can open at once, so that the \
         VM can move",
    )
    .help(format!(
        "add `filesystem \"shared\" media={media}` to the block of `storage`, or write \
         `firmware tpm=#false`"
    ))
}
