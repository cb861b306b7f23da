//! The escape hatches of a description, read once: Talos patches, objects and chart values as YAML with places, and what
//! upstream's form says against each.
//!
//! Must not know: single rules, the terminal.

mod about;
mod data;
mod document;
mod object;
mod patch;
mod values;
mod words;

pub use about::About;
pub use document::{Document, Text};
pub use object::Object;
pub use patch::{PatchDocument, keys};
pub use values::{ChartValues, chart_version};
pub use words::say;

use super::Rule;
use crate::diagnostic::Report;
use crate::model::Model;
use crate::source::Sources;
use crate::upstream::What;

/// Everything in escape hatches that can be read; `patch/invalid` and `manifests/invalid` tell of the rest.
pub struct Hatches<'m> {
    pub patches: Vec<PatchDocument<'m>>,
    pub objects: Vec<Object<'m>>,
    pub values: Vec<ChartValues<'m>>,
}

impl<'m> Hatches<'m> {
    pub fn read(model: &'m Model, sources: &'m Sources) -> Hatches<'m> {
        Hatches { patches: patch::read(model, sources), objects: object::read(model, sources), values: values::read(model) }
    }
}

/// Tells of all complaints of one sort.
pub fn tell<Owner>(rule: &Rule, documents: &[Document<'_, Owner>], sort: fn(&What) -> bool, report: &mut Report) {
    for document in documents {
        for complaint in document.complaints.iter().filter(|complaint| sort(&complaint.what)) {
            report.push(document.tell(rule, complaint));
        }
    }
}
