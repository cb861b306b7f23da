//! `capacity/memory-overpromised`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::model::Club;
use std::cmp::Reverse;

pub static RULE: Rule = Rule {
    id: "capacity/memory-overpromised",
    level: Level::Warning,
    since: "0.1.0",
    summary: "clubs are promised more memory than the machines have",
    why: "Quotas are promises. When all clubs use theirs, in the week before a competition, the \
          last pods stay Pending although their club is within its quota, and nobody can say who \
          has to give something back.",
    fr: French {
        summary: "les clubs se voient promettre plus de mémoire que les machines n'en ont",
        why: "Les quotas sont des promesses. Quand tous les clubs utilisent le leur, la semaine \
              avant une compétition, les derniers pods restent Pending alors que leur club \
              respecte son quota, et personne ne sait qui doit rendre quelque chose.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "512GiB"; storage "100GiB"; }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "256GiB"; storage "100GiB"; }
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::HARDWARE, sums::CLUBS],
        each: false,
        unless: &["capacity/machine-too-small"],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(placement) = cx
        .placement()
        .filter(|placement| placement.refusal().is_none())
    else {
        return;
    };
    let free: u64 = placement.rooms.iter().map(|room| room.memory).sum();
    let promised: Size = cx
        .model
        .clubs
        .iter()
        .map(|club| club.decl.quota.memory.value)
        .sum();
    if promised.bytes() <= free {
        return;
    }
    let lacking = Size(promised.bytes() - free);
    let Some(problem) = largest_promises(&by(cx, |club| club.decl.quota.memory.value), lacking)
    else {
        return;
    };
    let (nodes, free) = (placement.nodes.len(), Size(free));
    report.push(
        problem
            .note(format!(
                "promised: {promised}; there is: {free} on {nodes} machines, without the system \
                 and Ceph; pods beyond that stay Pending"
            ))
            .help(promise_less(&RULE, "memory")),
    );
}

/// Points at the two clubs that are promised the most.
fn largest_promises(clubs: &[&Club], lacking: Size) -> Option<Diagnostic> {
    let first = clubs.first()?;
    let mut problem = RULE
        .at(
            first.decl.quota.memory.span,
            format!(
                "clubs are promised {} more memory than the machines have",
                lacking
            ),
        )
        .label(format!(
            "the largest promise, to club `{}`",
            first.decl.name
        ));
    if let Some(second) = clubs.get(1) {
        problem = problem.also(
            second.decl.quota.memory.span,
            format!("the next largest, to club `{}`", second.decl.name),
        );
    }
    Some(problem)
}

/// What to do about promises that may never be used.
pub(super) fn promise_less(rule: &Rule, word: &str) -> String {
    format!(
        "lower `{word}` in a `quota`, or add machines; if clubs rarely use all of their quota, {}",
        rule.accept()
    )
}

/// Clubs, the largest first.
pub(super) fn by<'m, K: Ord>(cx: &Context<'m>, key: impl Fn(&Club) -> K) -> Vec<&'m Club> {
    let mut clubs: Vec<&Club> = cx.model.clubs.iter().collect();
    clubs.sort_by_key(|club| Reverse(key(club)));
    clubs
}
