//! How a value is told that a machine says otherwise.
//!
//! Must not know: which values there are.

use crate::check::machine::DIFFERS;
use crate::diagnostic::Diagnostic;
use crate::model::Node;
use crate::source::Span;

/// A value that the machine says otherwise.
pub(super) fn differs(node: &Node, at: Span, what: &str, own: &str, written: &str) -> Diagnostic {
    DIFFERS
        .at(
            at,
            format!(
                "the {what} of node `{}` is {own}, not {written}",
                node.decl.name
            ),
        )
        .label(format!("the machine says {own}"))
}

/// Makers round, by less than this.
pub(super) const ROUNDED: f64 = 0.05;
