//! A name that nothing has: told once, with the name that is probably meant.

use super::linker::{Linker, UNKNOWN};
use crate::diagnostic::{Diagnostic, Report, did_you_mean, list};
use crate::source::Spanned;

impl Linker<'_> {
    /// Reports a name that nothing has. Silent when the name was not read, or when it may stand in
    /// text that could not be read.
    pub(super) fn unknown<'n, T>(
        &mut self,
        kind: &str,
        name: &Spanned<T>,
        legal: impl IntoIterator<Item = &'n str>,
        damaged: bool,
    ) where
        T: std::ops::Deref<Target = str>,
    {
        let word: &str = name.value.deref();
        let lost = &self.model.lost;
        if self.report.unread().is(name.span)
            || damaged
            || self.nameless.contains(kind)
            || lost.names.contains(word)
            || lost.words.contains(word)
        {
            return;
        }
        self.report.lose(name.span);
        let mut problem =
            Diagnostic::error(UNKNOWN, name.span, format!("there is no {kind} `{word}`"))
                .label("not declared");
        if GLOBAL.contains(&kind) {
            problem = problem.because(format!("{kind} {word}"));
        }
        self.unknown += 1;
        if self.unknown > MOST_GUESSES {
            self.report
                .push(problem.help(format!("write the name of a {kind} that is declared")));
            return;
        }
        let mut legal: Vec<&str> = legal.into_iter().filter(|name| !name.is_empty()).collect();
        let near = did_you_mean(word, legal.iter().copied());
        if let Some(near) = near {
            problem = problem.guess(name.span, format!("\"{near}\""));
        }
        let help = match (near, self.other_kind(word, kind)) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(other)) => format!("`{word}` exists, but is a {other}, not a {kind}"),
            (None, None) if legal.is_empty() => {
                format!(
                    "declare it: `{kind} \"{word}\" ...` (see `radier explain {}`)",
                    explain_path(kind)
                )
            }
            (None, None) => {
                legal.sort_unstable();
                format!("declared are {}", list(legal.iter().copied()))
            }
        };
        self.report.push(problem.help(help));
    }

    /// What else has this name.
    fn other_kind(&self, word: &str, kind: &str) -> Option<&'static str> {
        let kinds: [(&'static str, bool); 5] = [
            ("network", self.networks.contains_key(word)),
            ("rack", self.racks.contains_key(word)),
            ("model", self.hardware.contains_key(word)),
            ("node", self.nodes.contains_key(word)),
            ("image", self.images.contains_key(word)),
        ];
        let pool = self
            .model
            .pools()
            .iter()
            .any(|pool| *pool.name.value == *word);
        kinds
            .into_iter()
            .chain([("pool", pool)])
            .find(|(other, found)| *found && *other != kind)
            .map(|(other, _)| other)
    }
}

/// Each guess looks at all names: nobody reads more of them than these, and they would take
/// quadratic time.
const MOST_GUESSES: usize = 200;

/// Where `radier explain` tells of a kind.
fn explain_path(kind: &str) -> &str {
    match kind {
        "nic" => "node.nic",
        "disk" => "node.disk",
        "pool" => "storage.pool",
        other => other,
    }
}

/// A name that many lines use, and nothing has: its declaration is missing or misspelt, which is
/// one mistake.
pub(super) fn once_for_each_name(report: &mut Report) {
    const FEW: usize = 2;
    report.once_for_each_cause(FEW, |problem, more| {
        problem.notes.push(format!(
            "{more} more lines name it: its declaration is missing, or has another name"
        ));
        problem.fix = None;
    });
}

/// Names that are declared once for the whole description; those of nics and disks belong to one
/// node, and may be meant otherwise on each.
const GLOBAL: [&str; 6] = ["rack", "model", "network", "image", "pool", "node"];
