//! Runs the rules, and leaves out what only follows from something else.

use super::allow;
use super::consequences::{forget_doubtful, forget_secrets, spoils, stands, sure, touches};
use super::context::Context;
use super::rule::{Check, Rule, Sum};
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
    let unread = report.take_unread();
    all_rules(&Context::new(model, parts, sources, &unread), report);
    forget_secrets(report);
    allow::apply(model, &unread, today, report);
    forget_doubtful(model, report);
    give_reasons(report);
    report.sort();
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
    let runner = Runner {
        context,
        doubtful: context.unread.doubtful(),
        rules: rules::all().collect(),
        next: AtomicUsize::new(0),
    };
    let (mut told, mut sums) = (Report::default(), Vec::new());
    for found in runner.run() {
        match found {
            (None, of_rule) => told.append(of_rule),
            (Some(sum), of_rule) => sums.push((sum, of_rule)),
        }
    }
    while !sums.is_empty() {
        // After those that may spoil it.
        let at = sums
            .iter()
            .position(|(sum, _)| !sums.iter().any(|other| spoils(sum, &other.1)));
        let (sum, found) = sums.swap_remove(at.unwrap_or(0));
        let found = sure(sum, found, context, &runner.doubtful, &told);
        told.append(found);
    }
    report.append(told);
}

/// Rules at work.
struct Runner<'c, 'm> {
    context: &'c Context<'m>,
    doubtful: Spans,
    rules: Vec<&'static Rule>,
    /// The first rule that nobody has begun.
    next: AtomicUsize,
}

/// What a rule found, with its sum when it is one.
type Found = (Option<&'static Sum>, Report);

impl Runner<'_, '_> {
    fn run(&self) -> Vec<Found> {
        let texts = self.context.sources.iter();
        let bytes: usize = texts.map(|(_, source)| source.text.len()).sum();
        let helpers = if bytes < WORTH_THREADS {
            0
        } else {
            thread::available_parallelism().map_or(0, |all| all.get().min(MAX_THREADS) - 1)
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..helpers).map(|_| scope.spawn(|| self.work())).collect();
            let mut found = self.work();
            for thread in threads {
                found.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            found
        })
    }

    /// Runs rules until all are begun.
    fn work(&self) -> Vec<Found> {
        let mut all = Vec::new();
        while let Some(rule) = self.rules.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            self.check(&rule.check, &mut all);
        }
        all
    }

    fn check(&self, check: &'static Check, all: &mut Vec<Found>) {
        let lost = &self.context.model.lost;
        let mut found = Report::default();
        match check {
            Check::Written(check) => check(self.context, &mut found),
            Check::Whole(check) if !lost.text => check(self.context, &mut found),
            // A block of an unknown kind may be one of those that are added up.
            Check::Sum(sum) if !lost.text && !lost.unknown => (sum.check)(self.context, &mut found),
            Check::Several(checks) => checks.iter().for_each(|check| self.check(check, all)),
            Check::Whole(_) | Check::Sum(_) | Check::Elsewhere => {}
        }
        if found.is_empty() {
            return;
        }
        let absence = check.follows_from_absence();
        found.adjust(|finding| {
            stands(finding, self.context.unread) && !(absence && touches(finding, &self.doubtful))
        });
        let sum = match check {
            Check::Sum(sum) => Some(sum),
            _ => None,
        };
        all.push((sum, found));
    }
}

/// More have nothing to do: a few rules take most of the time.
const MAX_THREADS: usize = 4;
