//! The escape hatches of a description, read once: Talos patches, objects and chart values as YAML
//! with places, and what upstream's form says against each.
//!
//! Must not know: single rules, the terminal.

mod about;
mod data;
mod document;
mod instead;
mod object;
mod patch;
pub mod script;
mod selector;
mod values;
mod words;

pub use about::About;
pub use document::{Document, Text, at_least_a_character};
pub use instead::{instead, word_for};
pub use object::Object;
pub use patch::{PatchDocument, keys};
pub use selector::{Truth, matches, stable_name};
pub use values::ChartValues;
pub use words::say;

use super::rule::Rule;
use crate::diagnostic::{Diagnostic, Report, Unread};
use crate::model::Model;
use crate::parts::Parts;
use crate::source::{Sources, Span};
use crate::upstream::What;
use crate::yaml;
use std::ops::Range;

/// Everything in escape hatches that can be read; `patch/invalid` and `manifests/invalid` tell of
/// the rest.
pub struct Hatches<'m> {
    pub patches: Vec<PatchDocument<'m>>,
    pub objects: Vec<Object<'m>>,
    pub values: Vec<ChartValues<'m>>,
}

impl<'m> Hatches<'m> {
    pub fn read(
        model: &'m Model,
        parts: &Parts,
        sources: &'m Sources,
        unread: &Unread,
    ) -> Hatches<'m> {
        Hatches {
            patches: patch::read(model, sources),
            objects: object::read(model, sources),
            values: values::read(model, parts, sources, unread),
        }
    }

    /// Group and kind of each definition that stands in objects themselves.
    pub fn defined(&self) -> impl Iterator<Item = (&str, &str)> {
        let definitions = self.objects.iter();
        let definitions = definitions.filter(|object| object.known() == "CustomResourceDefinition");
        definitions.map(|object| {
            let text = |path: &[&str]| object.at(path).map_or("", yaml::Node::text);
            (text(&["spec", "group"]), text(&["spec", "names", "kind"]))
        })
    }
}

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
            report.push(document.tell(rule, complaint));
        }
    }
}
