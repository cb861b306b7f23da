//! Findings about documents of escape hatches: what upstream's form says against them, and keys
//! that several rules look at.
//!
//! Must not know: single rules.

use super::complaint::say;
use crate::check::context::Context;
use crate::check::hatch::{Document, PatchDocument, at_least_a_character};
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model;
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

/// A setting that is in the main document, or in a document of its own since a later contract.
pub struct Setting {
    pub main: &'static [&'static str],
    /// Empty when there is no such document.
    pub kind: &'static str,
    pub field: &'static [&'static str],
}

/// Settings of the kernel.
pub const SYSCTLS: Setting = Setting {
    main: &["machine", "sysctls"],
    kind: "SysctlConfig",
    field: &["params"],
};

/// What patches say inside of a setting that is a map: the document, a key and its value.
pub fn pairs<'c>(
    cx: &'c Context<'_>,
    setting: &'c Setting,
) -> impl Iterator<Item = (&'c PatchDocument<'c>, &'c yaml::Key, &'c Node)> {
    settings(cx, setting).flat_map(|(document, _, map)| {
        // A deletion says nothing of the key.
        let pairs = map.pairs().iter().filter(|(key, _)| key.text != "$patch");
        pairs.map(move |(key, value)| (document, key, value))
    })
}

/// Where patches say a setting: the document, the key and the value.
pub fn settings<'c>(
    cx: &'c Context<'_>,
    setting: &'c Setting,
) -> impl Iterator<Item = (&'c PatchDocument<'c>, &'c yaml::Key, &'c Node)> {
    let documents = cx.hatches.patches.iter();
    documents.filter_map(|document| {
        let (key, node) = said(document, setting)?;
        Some((document, key, node))
    })
}

/// The same of one document.
pub fn said<'d>(
    document: &'d PatchDocument<'_>,
    setting: &Setting,
) -> Option<(&'d yaml::Key, &'d Node)> {
    match document.kind() {
        "" => document.node.at_path(setting.main),
        kind if kind == setting.kind => document.node.at_path(setting.field),
        _ => None,
    }
}

/// Documents that a machine gets, in the order in which Talos merges them.
pub fn reaching<'c, 'm>(
    cx: &'c Context<'m>,
    node: &'c model::Node,
) -> impl Iterator<Item = &'c PatchDocument<'m>> {
    let patches = cx.hatches.patches.iter();
    patches.filter(|document| node.is_called(&document.owner.on))
}
