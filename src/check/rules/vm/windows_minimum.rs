//! `vm/windows-minimum`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::model::Vm;
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    id: "vm/windows-minimum",
    level: Level::Warning,
    since: "0.1.0",
    summary: "Windows does not install on a VM like this",
    why: "Windows 11 asks for UEFI with secure boot, a TPM 2.0, 4 GiB of memory, 2 CPUs and a disk \
          of 64 GB, and its installer ends with \"this PC can't run Windows 11\". Servers ask for \
          less, and do not start a system that was installed with other firmware.",
    fr: French {
        summary: "Windows ne s'installe pas sur une telle VM",
        why: "Windows 11 demande UEFI avec secure boot, un TPM 2.0, 4 Gio de mémoire, 2 CPU et un \
              disque de 64 Go, et son installateur s'arrête sur \"this PC can't run Windows 11\". \
              Les serveurs demandent moins, et ne démarrent pas un système installé avec un autre \
              micrologiciel.",
    },
    // learn.microsoft.com windows/whats-new/windows-11-requirements
    wrong: &[
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="8GiB" os=windows {
        firmware uefi=#false
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="8GiB" os=windows {
        disk "root" size="40GiB"
        cdrom "installer"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=1 memory="8GiB" os=windows {
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="2GiB" os=windows {
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="4GiB" os=windows {
        firmware tpm=#false
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#,
        r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="4GiB" os=windows {
        firmware secure-boot=#false
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#,
    ],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "200GiB"; }
    vm "lab" cpu=2 memory="4GiB" os=windows {
        disk "root" size="64GB"
        cdrom "installer"
    }
}
"#],
    check: Check::Written(check),
};

const CPUS: u32 = 2;
const MEMORY: Size = Size(4 * Size::GIB);
const DISK: Size = Size(64 * Size::GB);

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in cx.model.vms.iter().filter(|vm| vm.is_windows()) {
        report.extend(judge(vm));
    }
}

/// All that it lacks in one finding, at the first of it.
fn judge(vm: &Vm) -> Option<Diagnostic> {
    let mut lacks = firmware(vm);
    if vm.decl.cpu.value < CPUS {
        lacks.push((vm.decl.cpu.span, format!("{CPUS} CPUs")));
    }
    if vm.decl.memory.value < MEMORY {
        lacks.push((vm.decl.memory.span, format!("{MEMORY} of memory")));
    }
    let system = vm.disks.first().map(|disk| disk.decl.size);
    if let Some(small) = system.filter(|size| size.value < DISK) {
        lacks.push((small.span, format!("{} for its disk", DISK.like("GB"))));
    }
    let (first, _) = lacks.first()?;
    let names: Vec<&str> = lacks.iter().map(|(_, what)| what.as_str()).collect();
    let message = format!("VM `{}` lacks what Windows 11 asks for", vm.decl.name);
    let mut finding = RULE
        .at(*first, message)
        .label(names.join(", "))
        .help(format!(
            "give it that, or remove what switches it off; for an older Windows or a server, {}",
            RULE.accept()
        ));
    for (span, what) in lacks.iter().skip(1) {
        finding = finding.also(*span, what.clone());
    }
    Some(finding)
}

/// What a `firmware` block switches off.
fn firmware(vm: &Vm) -> Vec<(Span, String)> {
    let Some(said) = &vm.decl.firmware else {
        return Vec::new();
    };
    let at = |word: Option<Spanned<bool>>| word.map_or(said.head.span, |word| word.span);
    if !vm.firmware.uefi {
        return vec![(said.uefi.span, "UEFI".to_string())];
    }
    let wanted = [
        (vm.firmware.secure_boot, said.secure_boot, "secure boot"),
        (vm.firmware.tpm, said.tpm, "a TPM"),
    ];
    let lacks = wanted.into_iter().filter(|(is_on, ..)| !is_on);
    lacks
        .map(|(_, word, what)| (at(word), what.to_string()))
        .collect()
}
