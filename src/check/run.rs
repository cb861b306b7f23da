//! Runs the rules, and leaves out what only follows from something else.

use super::allow;
use super::context::Context;
use super::rule::{Check, Rule};
use super::rules;
use crate::diagnostic::Report;
use crate::model::{Date, Model};
use crate::parts::Parts;
use crate::source::{Sources, Spans};
use rustc_hash::FxHashMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Runs all rules and applies the accepted findings. Without `today`, nothing expires.
pub fn run(
    model: &Model,
    parts: &Parts,
    sources: &Sources,
    today: Option<Date>,
    report: &mut Report,
) {
    all_rules(&Context::new(model, parts, sources), report);
    forget_secrets(report);
    allow::apply(model, today, report);
    forget_doubtful(model, report);
    give_reasons(report);
    report.sort();
}

/// Where text was lost, only what the text itself says is told: the rest follows from it.
fn forget_doubtful(model: &Model, report: &mut Report) {
    let places: Spans = model.lost.places.iter().copied().collect();
    if !places.is_empty() {
        let of_text = |rule: &str| ["syntax", "language"].contains(&area(rule));
        report.retain(|finding| {
            of_text(finding.rule)
                || !finding.secrets.is_empty()
                || !places.overlap(finding.primary.span)
        });
    }
}

fn area(rule: &str) -> &str {
    rule.split('/').next().unwrap_or(rule)
}

/// What else is wrong with a secret is not told: it does not belong there.
fn forget_secrets(report: &mut Report) {
    let secrets: Spans = report
        .iter()
        .flat_map(|finding| finding.secrets.iter().copied())
        .collect();
    if !secrets.is_empty() {
        report.retain(|finding| {
            !finding.secrets.is_empty() || !secrets.overlap(finding.primary.span)
        });
    }
}

/// Findings without a note of their own tell the reason of their rule.
fn give_reasons(report: &mut Report) {
    let mut reasons: Option<FxHashMap<&str, &'static str>> = None;
    report.adjust(|finding| {
        if finding.notes.is_empty() {
            let reasons = reasons
                .get_or_insert_with(|| rules::all().map(|rule| (rule.id, rule.why)).collect());
            // The second paragraph tells of other cases of the same rule.
            finding.why = reasons
                .get(finding.rule)
                .and_then(|why| why.split("\n\n").next());
        }
        true
    });
}

/// From this many bytes on, rules share the processors: below, starting threads takes longer than
/// the rules.
const WORTH_THREADS: usize = 256 << 10;

/// Runs every rule. None sees another's findings, and readers get them sorted, so they may run side
/// by side.
fn all_rules(context: &Context<'_>, report: &mut Report) {
    let is_whole = !context.model.lost.text;
    let check = |rule: &Rule| match rule.check {
        Check::Written(check) => Some(check),
        Check::Whole(check) => Some(check).filter(|_| is_whole),
        Check::Elsewhere => None,
    };
    let checks: Vec<_> = rules::all().filter_map(check).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Report::default();
        while let Some(check) = checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(context, &mut found);
        }
        found
    };
    let bytes: usize = context
        .sources
        .iter()
        .map(|(_, source)| source.text.len())
        .sum();
    let helpers = if bytes < WORTH_THREADS {
        0
    } else {
        thread::available_parallelism().map_or(0, |all| all.get().min(MAX_THREADS) - 1)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        report.append(work());
        for thread in threads {
            report.append(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
}

/// More have nothing to do: a few rules take most of the time.
const MAX_THREADS: usize = 4;
