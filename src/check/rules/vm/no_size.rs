//! `vm/no-size`

use crate::check::{Context, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "vm/no-size",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM has no CPU, or hardly any memory",
    why: "KubeVirt refuses a VM without a CPU. Below 64 MiB no firmware starts; most often the unit is wrong.",
    wrong: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4MiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#,
    check: Some(check),
};

const LEAST: Size = Size(64 * Size::MIB);

fn check(cx: &Context<'_>, report: &mut Report) {
    for vm in &cx.model.vms {
        if vm.decl.cpu.value == 0 && !vm.decl.cpu.span.is_empty() {
            report.push(RULE.at(vm.decl.cpu.span, format!("VM `{}` has no CPU", vm.decl.name)).label("at least 1").help("write `cpu=1` or more"));
        }
        if vm.decl.memory.value < LEAST && !vm.decl.memory.span.is_empty() {
            report.push(
                RULE.at(vm.decl.memory.span, format!("VM `{}` has hardly any memory", vm.decl.name))
                    .label(format!("{}; at least {LEAST}", vm.decl.memory.value))
                    .help("did you mean GiB?"),
            );
        }
    }
}
