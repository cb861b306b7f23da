//! Accepted findings: hides what an `allow` covers, and reports an `allow` that does nothing good.

use super::rules;
use super::rules::allow::{expired, not_allowed, unknown_rule, unused, wrong_date};
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, Level, Report, Unread, did_you_mean, list};
use crate::model::{Allow, Date, Model, day};
use crate::source::{Span, Spanned};

/// Removes accepted findings from `report`.
pub(super) fn apply(model: &Model, unread: &Unread, today: Option<Date>, report: &mut Report) {
    let mut problems = Vec::new();
    let (unread_ones, read): (Vec<_>, Vec<_>) = model
        .allows
        .iter()
        .partition(|allow| unread.is(allow.decl.rule.span));
    // What is accepted cannot be read: it may be anything that could be.
    for allow in unread_ones {
        report.retain(|finding| {
            finding.level == Level::Error || !covers(allow, finding.primary.span)
        });
    }
    for allow in read {
        if let Some(problem) = judge(allow, unread, today, report) {
            problems.push(problem);
        }
    }
    problems
        .into_iter()
        .for_each(|problem| report.push(problem));
}

/// What is found at `at` is in the block of the `allow`.
fn covers(allow: &Allow, at: Span) -> bool {
    allow
        .scope
        .is_none_or(|scope| scope.file == at.file && (scope.start..=scope.end).contains(&at.start))
}

fn judge(
    allow: &Allow,
    unread: &Unread,
    today: Option<Date>,
    report: &mut Report,
) -> Option<Diagnostic> {
    let rule = &allow.decl.rule;
    let Some(known) = rules::find(rule) else {
        return Some(unknown(rule));
    };
    let inside = |at: Span| covers(allow, at);
    // Some findings of a rule of errors are warnings.
    let is_mild = report.iter().any(|finding| {
        finding.rule == known.id && finding.level != Level::Error && inside(finding.primary.span)
    });
    if known.level == Level::Error && !known.is_guess() && !is_mild {
        return Some(never(rule));
    }
    let stays = |d: &Diagnostic| {
        d.rule != known.id
            || (d.level == Level::Error && !known.is_guess())
            || !inside(d.primary.span)
    };
    let hide = |report: &mut Report| report.retain(stays);
    let until = match until(allow, unread) {
        Ok(until) => until,
        Err(problem) => {
            hide(report);
            return Some(*problem);
        }
    };
    if let (Some((until, span)), Some(today)) = (until, today)
        && until < today
    {
        return Some(ended(until, span));
    }
    let before = report.len();
    hide(report);
    // In a damaged description the rule may not have had a chance to find anything.
    (report.len() == before && !report.has_errors()).then(|| hides_nothing(allow, known, report))
}

/// There is no such rule.
fn unknown(rule: &Spanned<String>) -> Diagnostic {
    let problem = unknown_rule::RULE
        .at(rule.span, format!("there is no rule `{rule}`"))
        .label("not a rule");
    let area = rules::all()
        .filter(|known| known.id.split('/').next() == Some(&**rule))
        .map(|rule| rule.id);
    match did_you_mean(rule, rules::all().map(|rule| rule.id)) {
        Some(near) => problem
            .help(format!("did you mean `{near}`?"))
            .guess(rule.span, format!("\"{near}\"")),
        None if area.clone().next().is_some() => {
            problem.help(format!("name one rule: {}", list(area)))
        }
        None => problem.help("`radier rules` lists them all"),
    }
}

/// A finding that nobody may accept.
fn never(rule: &Spanned<String>) -> Diagnostic {
    not_allowed::RULE
        .at(rule.span, format!("`{rule}` cannot be allowed"))
        .label("the output would be wrong, or data would be lost")
        .help(format!(
            "remove this line, and correct the line that the finding of `{rule}` shows: \
             `radier explain {rule}`"
        ))
}

/// Its day is over.
fn ended(until: Date, span: Span) -> Diagnostic {
    expired::RULE
        .at(span, format!("this `allow` ended on {until}"))
        .label("a day in the past")
        .help(
            "correct what it hid and remove this line, or accept it again with a later \
             date",
        )
}

/// Nothing in its block is found by the rule.
fn hides_nothing(allow: &Allow, known: &Rule, report: &Report) -> Diagnostic {
    let rule = &allow.decl.rule;
    let elsewhere = report
        .iter()
        .find(|finding| finding.rule == known.id)
        .map(|finding| finding.primary.span);
    match elsewhere {
        Some(found) => unused::RULE
            .at(
                rule.span,
                format!("this `allow` is in the wrong block: `{rule}` finds nothing in it"),
            )
            .label("accepts what is found in its own block")
            .also(found, "found here")
            .help("move it to the block where it is found, or to the top level"),
        None => unused::RULE
            .at(
                rule.span,
                format!("this `allow` is not needed: `{rule}` finds nothing here"),
            )
            .label("nothing to accept")
            .help("remove this line")
            .guess(allow.decl.whole.span, ""),
    }
}

/// The day it ends, if one is written that can be read.
///
/// # Errors
/// What is wrong with the day.
fn until(allow: &Allow, unread: &Unread) -> Result<Option<(Date, Span)>, Box<Diagnostic>> {
    let Some(text) = allow
        .decl
        .until
        .as_ref()
        .filter(|text| !unread.is(text.span))
    else {
        return Ok(None);
    };
    match day(text) {
        Some(date) => Ok(Some((date, text.span))),
        None => Err(Box::new(
            wrong_date::RULE
                .at(
                    text.span,
                    format!("`{text}` is not a date that Radier can read"),
                )
                .label("expected YYYY-MM-DD")
                .help("write for example `until=\"2027-03-31\"`"),
        )),
    }
}
