//! `capacity/cpu-overpromised`

use super::memory_overpromised::{by, promise_less};
use crate::capacity::{ClubLedger, MILLICPU_OF_A_CPU};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "capacity/cpu-overpromised",
    level: Level::Warning,
    since: "0.1.0",
    summary: "clubs are promised more CPUs than the machines have",
    why: "Pods of vclusters and namespaces request whole CPUs. When all clubs use what they were \
          promised, the last pods stay Pending. A VM requests only a tenth of each of its CPUs, so \
          that is what it is counted with.",
    fr: French {
        summary: "les clubs se voient promettre plus de processeurs que les machines n'en ont",
        why: "Les pods des vclusters et des namespaces demandent des processeurs entiers. Quand \
              tous les clubs utilisent ce qui leur est promis, les derniers pods restent Pending. \
              Une VM ne demande qu'un dixième de chacun de ses processeurs ; c'est ainsi qu'elle \
              est comptée.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 120; memory "64GiB"; storage "100GiB"; }
    vcluster "vision" { cpu 120; memory "32GiB"; storage "50GiB"; }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 60; memory "64GiB"; storage "100GiB"; }
    vcluster "vision" { cpu 60; memory "32GiB"; storage "50GiB"; }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::HARDWARE, sums::CLUBS],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(placement) = cx.placement() else {
        return;
    };
    let free: u64 = placement.rooms.iter().map(|room| room.millicpu).sum();
    let (mut carved, mut rest) = (0, 0);
    for (at, club) in cx.model.clubs.iter().enumerate() {
        let whole = ClubLedger::new(cx.model, at).carved_cpu;
        carved += whole;
        rest += u64::from(club.decl.quota.cpu.value).saturating_sub(whole);
    }
    let promised = carved * 1_000 + rest * MILLICPU_OF_A_CPU;
    if promised <= free {
        return;
    }
    let Some(first) = by(cx, |club| club.decl.quota.cpu.value).into_iter().next() else {
        return;
    };
    let cpus = |millicpu: u64| format!("{:.1}", millicpu as f64 / 1_000.0);
    report.push(
        RULE.at(
            first.decl.quota.cpu.span,
            format!(
                "clubs are promised {} more CPUs than the machines have",
                cpus(promised - free)
            ),
        )
        .label(format!(
            "the largest promise, to club `{}`",
            first.decl.name
        ))
        .note(format!(
            "promised: {carved} (vclusters and namespaces) + {rest} / {0} (VMs: {0} of their CPUs \
             share one) = {1}",
            1_000 / MILLICPU_OF_A_CPU,
            cpus(promised)
        ))
        .note(format!(
            "there are: {1} on {0} machines, without those of the system and of Ceph; pods beyond \
             that stay Pending",
            placement.nodes.len(),
            cpus(free)
        ))
        .help(promise_less(&RULE, "cpu")),
    );
}
