//! What a rule is.

use super::context::Context;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;

/// A rule with its documentation. `wrong` and `right` are fragments on a common clean description:
/// the tests compile them, the wrong one gives exactly this rule, the right one nothing.
#[derive(Debug)]
pub struct Rule {
    /// `area/bad-thing`, never renumbered.
    pub id: &'static str,
    pub level: Level,
    /// Version of Radier that first had it.
    pub since: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What breaks in real life, on which machine, when.
    pub why: &'static str,
    /// The same two texts in French: most maintainers of the first user read it first.
    pub fr: French,
    pub wrong: &'static str,
    pub right: &'static str,
    pub check: Check,
}

/// How the findings of a rule come about.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// An earlier pass finds them.
    Elsewhere,
    /// They follow from what is written.
    Written(fn(&Context<'_>, &mut Report)),
    /// They follow from what is not written, or from a sum: where text was lost, it may be what is
    /// missing, so nothing is concluded.
    Whole(fn(&Context<'_>, &mut Report)),
}

/// What may be a secret, and may be none: its findings are guesses.
const LIKELY_SECRET: &str = "secret/likely";

/// Texts of a rule in French.
#[derive(Debug)]
pub struct French {
    pub summary: &'static str,
    pub why: &'static str,
}

impl Rule {
    /// A finding of this rule.
    pub fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.id, self.level, span, message)
    }

    /// How to accept its findings: at the end of the file an `allow` covers all of them.
    pub fn accept(&self) -> String {
        format!(
            "accept it with the line `allow \"{}\" reason=\"...\"` at the end of the file",
            self.id
        )
    }

    /// Its findings are guesses, which people know better: although they are errors, an `allow`
    /// with a reason accepts them.
    pub fn is_guess(&self) -> bool {
        self.id == LIKELY_SECRET
    }

    /// The part before the slash.
    pub fn area(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}
