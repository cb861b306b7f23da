//! The escape hatches of a description, read once: Talos patches, objects and chart values as YAML
//! with places, and what upstream's form says against each.
//!
//! Must not know: single rules, the terminal.

mod cel;
mod data;
mod document;
mod instead;
mod object;
mod patch;
pub mod script;
mod selector;
mod values;

pub use cel::{cel_mistake, kernel_name};
pub use document::{Document, Text, at_least_a_character};
pub use instead::{instead, word_for};
pub use object::Object;
pub use patch::PatchDocument;
pub use selector::{Truth, matches, stable_name};
pub use values::ChartValues;

use crate::diagnostic::Unread;
use crate::model::Model;
use crate::parts::Parts;
use crate::source::Sources;
use crate::yaml;

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
