//! Findings about documents of escape hatches: what upstream's form says against them, and keys
//! that several rules look at.
//!
//! Must not know: single rules.

use super::complaint::say;
use crate::check::context::Context;
use crate::check::hatch::{Document, PatchDocument, at_least_a_character};
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;
use crate::upstream::{Complaint, What};
use crate::yaml::{self, Node};
use std::ops::Range;

/// The finding for a text that is not YAML. `name` says what it is, and `span` where bytes of
/// `text` stand.
pub fn not_yaml(
    rule: &Rule,
    name: &str,
    text: &str,
    problem: &yaml::Problem,
    span: impl Fn(&Range<usize>) -> Span,
) -> Diagnostic {
    let at = at_least_a_character(text, &problem.at);
    if let Some(first) = &problem.first {
        return rule
            .at(span(&at), problem.message.clone())
            .label("again here")
            .also(span(first), "first here")
            .help(problem.help);
    }
    let finding = rule
        .at(
            span(&at),
            format!("{name} is not YAML: {}", problem.message),
        )
        .label("cannot be read from here on")
        .help(problem.help);
    match problem.suspect(text) {
        Some((line, lacks)) => finding.also(span(&line), lacks),
        None => finding,
    }
}

/// Tells of all complaints of one sort.
pub fn tell<Owner>(
    rule: &Rule,
    documents: &[Document<'_, Owner>],
    sort: fn(&What) -> bool,
    report: &mut Report,
) {
    for document in documents {
        for complaint in document
            .complaints
            .iter()
            .filter(|complaint| sort(&complaint.what))
        {
            report.push(told(rule, document, complaint));
        }
    }
}

/// A complaint as a finding: of a version newer than the shapes, only a warning.
pub fn told<Owner>(
    rule: &Rule,
    document: &Document<'_, Owner>,
    complaint: &Complaint,
) -> Diagnostic {
    let at = document.span(&complaint.at);
    let mut problem = say(rule, at, complaint, &document.called, document.reader);
    if document.is_newer() {
        problem.level = Level::Warning;
    }
    problem
}

/// Keys of a map that stands in the main document, or in a document of its own since a later
/// contract, and their places.
pub fn keys<'c>(
    cx: &'c Context<'_>,
    main: &[&str],
    kind: &str,
    field: &str,
) -> impl Iterator<Item = (&'c str, Span)> {
    let map = move |document: &'c PatchDocument<'_>| match document.kind() {
        "" => document.node.at_path(main).map(|(_, map)| map),
        own if own == kind => document.node.get(field),
        _ => None,
    };
    cx.hatches.patches.iter().flat_map(move |document| {
        let pairs = map(document).map_or(&[][..], Node::pairs);
        // A deletion says nothing of the key.
        pairs
            .iter()
            .filter(|(key, _)| key.text != "$patch")
            .map(|(key, _)| (key.text.as_str(), document.span(&key.at)))
    })
}
