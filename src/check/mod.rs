//! Rules over the [`Model`](crate::model::Model) and its ledgers: one file per rule in `rules`. A
//! finding of an earlier pass (syntax, decoding, resolution) has the same kind of file, without the
//! function.
//!
//! Must not know: files, the terminal.

mod about;
mod allow;
mod consequences;
mod context;
mod hatch;
mod reference;
mod rule;
mod rules;
mod run;
mod secrets;

pub use context::Context;
pub use reference::reference;
pub use rule::{Check, French, Over, Rule, Sum};
/// Rules whose findings are about files, which only the command line knows.
pub use rules::{find, input, machine, output};
pub use run::run;

use crate::source::{Sources, Span};

/// All rules, by slug.
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<_> = rules::all().collect();
    all.sort_by_key(|rule| rule.id);
    all
}

/// Places of what looks like a secret in the text of files.
pub fn secrets(sources: &Sources) -> Vec<Span> {
    secrets::in_texts(sources)
        .into_iter()
        .map(|secret| secret.span)
        .collect()
}
