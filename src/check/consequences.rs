//! One cause, one finding: what only follows from something else that is told is left out. Rules
//! know nothing of it; what they may conclude is said by their [`Check`](super::rule::Check).

use super::context::Context;
use super::rule::{Over, Sum};
use crate::diagnostic::{Diagnostic, Report, Unread};
use crate::model::Model;
use crate::source::{Span, Spans};

/// Whether a finding stands by itself: it points at nothing that could not be read. That something
/// is secret, its text says by itself. Where it points at what Radier chose, nobody wrote that.
pub(super) fn stands(finding: &mut Diagnostic, unread: &Unread) -> bool {
    let lost = finding.secrets.is_empty() && finding.spans().any(|span| unread.is(span));
    let nowhere = Span::default();
    finding.secondary.retain(|label| label.span != nowhere);
    !lost && finding.primary.span != nowhere
}

/// It points into one of these places.
pub(super) fn touches(finding: &Diagnostic, places: &Spans) -> bool {
    !places.is_empty() && finding.spans().any(|span| places.overlap(span))
}

/// Whether one of these findings makes a sum doubtful.
pub(super) fn spoils(sum: &Sum, found: &Report) -> bool {
    found
        .iter()
        .any(|finding| sum.unless.contains(&finding.rule))
}

/// Takes the findings of a sum, but for those that a mistake in what is added up makes doubtful.
/// `told` are the findings of other rules.
pub(super) fn sure(
    sum: &Sum,
    mut found: Report,
    cx: &Context<'_>,
    doubtful: &Spans,
    told: &Report,
) -> Report {
    let told = told
        .iter()
        .filter(|finding| sum.unless.contains(&finding.rule));
    let spoilers = told
        .map(|finding| finding.primary.span)
        .chain(doubtful.iter())
        .collect::<Spans>();
    let spoiled = sum.over.iter().flat_map(|over| match over {
        Over::Blocks(blocks) => {
            let all = blocks(cx.model).into_iter();
            all.filter(|block| spoilers.overlap(*block))
                .collect::<Vec<_>>()
        }
        Over::Values(values) => {
            let all = values(cx.model).into_iter();
            all.filter(|value| cx.unread.is(*value)).collect()
        }
    });
    let spoiled: Spans = spoiled.collect();
    found.retain(|finding| match sum.each {
        true => !spoiled.overlap(finding.primary.span),
        false => spoiled.is_empty(),
    });
    found
}

/// Where text was lost, only what the text itself says is told: the rest follows from it.
pub(super) fn forget_doubtful(model: &Model, report: &mut Report) {
    let places: Spans = model.lost.places.iter().copied().collect();
    if !places.is_empty() {
        let of_text = |rule: &str| rule.starts_with("syntax/") || rule.starts_with("language/");
        report.retain(|finding| {
            of_text(finding.rule) || !finding.secrets.is_empty() || !touches(finding, &places)
        });
    }
}

/// What else is wrong with a secret is not told: it does not belong there.
pub(super) fn forget_secrets(report: &mut Report) {
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
