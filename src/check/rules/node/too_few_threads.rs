//! `node/too-few-threads`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "node/too-few-threads",
    level: Level::Error,
    since: "0.1.0",
    summary: "a model has fewer threads than cores",
    why: "Every core has at least one thread, so one of the two numbers is wrong, and with it \
          every sum of CPUs: VMs would be promised CPUs that no machine has.",
    fr: French {
        summary: "un modèle a moins de fils d'exécution que de cœurs",
        why: "Chaque cœur en exécute au moins un : l'un des deux nombres est faux, et avec lui \
              tous les calculs de processeurs. On promettrait aux VM des processeurs qu'aucune \
              machine n'a.",
    },
    wrong: &[r#"
model "server" {
    cpu cores=16 threads=8 vendor=amd
    memory "128GiB"
}
"#],
    right: &[r#"
model "server" {
    cpu cores=16 threads=32 vendor=amd
    memory "128GiB"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for hardware in &cx.model.hardware {
        let cores = hardware.cpu.cores;
        let Some(threads) = hardware.cpu.threads.filter(|t| t.value < cores.value) else {
            continue;
        };
        report.push(
            RULE.at(
                threads.span,
                format!("model `{}` has fewer threads than cores", hardware.name),
            )
            .label("fewer than the cores")
            .also(cores.span, format!("{} cores", cores.value))
            .help(format!(
                "look the processor up, and correct one of the two: {0} cores have `threads={0}` \
                 or, with SMT, `threads={1}`",
                cores.value,
                u64::from(cores.value) * 2
            )),
        );
    }
}
