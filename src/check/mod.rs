//! Rules over the [`Model`] and its ledgers: one file per rule in `rules`. A finding of an earlier pass (syntax,
//! decoding, resolution) has the same kind of file, without the function.
//!
//! Must not know: files, the terminal.

mod allow;
mod rule;
mod rules;
mod secrets;

pub use rule::Rule;

use crate::capacity::{self, ClassLedger, NodeLedger};
use crate::diagnostic::Report;
use crate::model::{Date, Model};
use crate::source::Sources;

/// All rules, by slug.
pub fn rules() -> Vec<&'static Rule> {
    let mut all = rules::ALL.to_vec();
    all.sort_by_key(|rule| rule.id);
    all
}

/// The rule of a slug.
pub fn find(id: &str) -> Option<&'static Rule> {
    rules::ALL.iter().copied().find(|rule| rule.id == id)
}

/// What rules may look at.
pub struct Context<'m> {
    pub model: &'m Model,
    pub sources: &'m Sources,
    /// Memory and CPUs of nodes whose hardware is known.
    pub nodes: Vec<NodeLedger>,
    /// Bytes of each device class.
    pub classes: Vec<ClassLedger<'m>>,
}

/// Runs all rules and applies the accepted findings. Without `today`, nothing expires.
pub fn run(model: &Model, sources: &Sources, today: Option<Date>, report: &mut Report) {
    let context = Context { model, sources, nodes: capacity::nodes(model), classes: capacity::classes(model) };
    for check in rules::ALL.iter().filter_map(|rule| rule.check) {
        check(&context, report);
    }
    allow::apply(model, today, report);
    report.sort();
}
