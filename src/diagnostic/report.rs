//! The sink that every pass writes its findings to.

use super::finding::{Diagnostic, Level};
use super::unread::Unread;
use super::visible::visible;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Findings of one run. Passes push in any order; readers get file order without duplicates.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    unread: Unread,
}

impl Extend<Diagnostic> for Report {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, all: I) {
        all.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}

impl Report {
    /// Takes a finding. What it quotes of the input controls nobody's terminal, and stays on its
    /// line.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let labels = std::iter::once(&mut diagnostic.primary)
            .chain(&mut diagnostic.secondary)
            .map(|label| &mut label.text);
        let texts = std::iter::once(&mut diagnostic.message)
            .chain(labels)
            .chain(&mut diagnostic.notes)
            .chain(&mut diagnostic.help);
        for text in texts {
            if let Cow::Owned(shown) = visible(text) {
                *text = shown;
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// Takes all findings of another report.
    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
        self.unread.append(other.unread);
    }

    /// What stands here could not be read, and a value that nobody wrote took its place.
    pub fn lose(&mut self, value: Span) {
        self.unread.add_value(value);
    }

    /// Something around this place could not be read: what seems to be missing may be it.
    pub fn doubt(&mut self, place: Span) {
        self.unread.add_doubtful(place);
    }

    /// All that was lost so far.
    pub fn unread(&self) -> &Unread {
        &self.unread
    }

    /// Takes what was lost out of the report.
    pub fn take_unread(&mut self) -> Unread {
        std::mem::take(&mut self.unread)
    }

    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|d| d.level == level).count()
    }

    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Drops the findings for which `keep` says no (an `allow` in the description).
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// Changes findings, and drops those for which `change` says no.
    pub fn adjust(&mut self, change: impl FnMut(&mut Diagnostic) -> bool) {
        self.diagnostics.retain_mut(change);
    }

    /// Of more than `few` findings of one rule with one cause, the first stays; `tell` gets it with
    /// the number of the others.
    pub fn once_for_each_cause(&mut self, few: usize, tell: impl Fn(&mut Diagnostic, usize)) {
        let mut uses: FxHashMap<(&str, String), usize> = FxHashMap::default();
        for finding in &self.diagnostics {
            if let Some(cause) = &finding.cause {
                *uses.entry((finding.rule, cause.clone())).or_default() += 1;
            }
        }
        uses.retain(|_, uses| *uses > few);
        if uses.is_empty() {
            return;
        }
        self.adjust(|finding| {
            let cause = finding.cause.clone().map(|cause| (finding.rule, cause));
            let Some(uses) = cause.and_then(|cause| uses.get_mut(&cause)) else {
                return true;
            };
            let all = std::mem::replace(uses, 0);
            if all > 0 {
                tell(finding, all - 1);
            }
            all > 0
        });
    }

    /// All findings in file order: by file, place, then rule; the same finding once. Those of the
    /// syntax come first: from them others may follow.
    pub fn sort(&mut self) {
        let key = |finding: &Diagnostic| {
            let span = finding.primary.span;
            let follows = !finding.rule.starts_with("syntax/");
            (follows, span.file, span.start, span.end)
        };
        self.diagnostics.sort_by(|a, b| {
            key(a)
                .cmp(&key(b))
                .then_with(|| (a.rule, &a.message).cmp(&(b.rule, &b.message)))
        });
        self.diagnostics.dedup();
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }
}
