//! What changes in a text, as `diff -u` writes it.

use crate::check;
use crate::diagnostic::starred;
use crate::source::{Sources, Span};
use similar::TextDiff;

/// Secrets are replaced by stars.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    let (old, new) = (&without_secrets(old), &without_secrets(new));
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

fn without_secrets(text: &str) -> String {
    let mut sources = Sources::default();
    sources.add("", text);
    let spans: Vec<Span> = check::secrets(&sources);
    starred(text, &spans)
}
