//! What a rule is.

use super::context::Context;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Model;
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
    /// One for each way to be wrong, and to be right; the first ones are shown to people.
    pub wrong: &'static [&'static str],
    pub right: &'static [&'static str],
    pub check: Check,
}

/// How the findings of a rule come about.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// An earlier pass finds them.
    Elsewhere,
    /// They follow from what is written.
    Written(fn(&Context<'_>, &mut Report)),
    /// They follow from what is not written. In a block with a mistake it may be what could not be
    /// read, so nothing is concluded there; nor anywhere when text was lost.
    Whole(fn(&Context<'_>, &mut Report)),
    /// They follow from all blocks of some kinds together.
    Sum(Sum),
    /// In several ways.
    Several(&'static [Check]),
}

/// A count or a sum. It proves nothing when one of the blocks could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Sum {
    /// What is added up.
    pub over: &'static [Over],
    /// Each of these blocks has a sum of its own; otherwise there is one over all of them.
    pub each: bool,
    /// Rules whose findings, in one of the blocks, say that something counts wrongly.
    pub unless: &'static [&'static str],
    pub check: fn(&Context<'_>, &mut Report),
}

/// What is added up, by its places.
#[derive(Clone, Copy, Debug)]
pub enum Over {
    /// Whole blocks: anything in them may matter.
    Blocks(fn(&Model) -> Vec<Span>),
    /// Single values.
    Values(fn(&Model) -> Vec<Span>),
}

impl Check {
    /// The functions that look for findings.
    pub fn functions(&self) -> Vec<fn(&Context<'_>, &mut Report)> {
        match self {
            Check::Written(check) | Check::Whole(check) => vec![*check],
            Check::Sum(sum) => vec![sum.check],
            Check::Several(checks) => checks.iter().flat_map(Check::functions).collect(),
            Check::Elsewhere => Vec::new(),
        }
    }

    /// Something that is not written may prove it wrong.
    pub(super) fn follows_from_absence(&self) -> bool {
        match self {
            Check::Whole(_) => true,
            Check::Sum(sum) => sum.over.iter().any(|over| matches!(over, Over::Blocks(_))),
            Check::Written(_) | Check::Several(_) | Check::Elsewhere => false,
        }
    }
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
    /// The wrong and the right example that people see; empty without one.
    pub fn examples(&self) -> [&'static str; 2] {
        [self.wrong, self.right].map(|all| all.first().copied().unwrap_or_default())
    }

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

/// The list of an area: the rules of these files.
macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        pub(super) static RULES: &[&crate::check::rule::Rule] = &[$(&$rule::RULE),*];
    };
}
pub(super) use rules;
