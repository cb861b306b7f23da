//! `capacity/no-size`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Size;

pub static RULE: Rule = Rule {
    id: "capacity/no-size",
    level: Level::Error,
    since: "0.1.0",
    summary: "something has no CPU, or hardly any memory",
    why: "Below 64 MiB no firmware can boot; most often the unit is wrong.\n\n\
          KubeVirt refuses a VM without a CPU.",
    fr: French {
        summary: "quelque chose n'a aucun processeur, ou presque pas de mémoire",
        why: "KubeVirt refuse une VM sans processeur. En dessous de 64 Mio aucun micrologiciel ne démarre ; le plus souvent, \
              l'unité est fausse.",
    },
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
    let model = cx.model;
    let vms = model.vms.iter().map(|vm| ("VM", &vm.decl.name, vm.decl.cpu, Some(vm.decl.memory)));
    let vclusters = model.vclusters.iter().map(|v| ("vcluster", &v.decl.name, v.decl.cpu, Some(v.decl.memory)));
    let hardware = model.hardware.iter().map(|h| ("model", &h.name, h.cpu.cores, None));
    let namespaces = model.clubs.iter().flat_map(|club| &club.decl.namespace).map(|n| ("namespace", &n.name, n.cpu, Some(n.memory)));
    for (what, name, cpu, memory) in vms.chain(vclusters).chain(hardware).chain(namespaces) {
        if cpu.value == 0 && !cpu.span.is_empty() {
            report.push(RULE.at(cpu.span, format!("{what} `{name}` has no CPU")).label("at least 1").help("write 1 or more"));
        }
        if let Some(memory) = memory.filter(|memory| memory.value < LEAST && !memory.span.is_empty()) {
            let label = format!("{}; at least {LEAST}", memory.value);
            report.push(RULE.at(memory.span, format!("{what} `{name}` has hardly any memory")).label(label).help(format!("did you mean `memory=\"{}GiB\"`?", (memory.value.bytes() / Size::MIB).max(1))));
        }
    }
}
