//! Finds by their names what a description declares, and says when nothing has one.
//!
//! Knows nothing of what is made of it.

use super::text::Budget;
use crate::diagnostic::Report;
use crate::language::ImageKind;
use crate::language::types::{Name, Title};
use crate::model::resolved::Model;
use crate::source::{Files, Span, Spanned};
use rustc_hash::{FxHashMap, FxHashSet};

pub const UNKNOWN: &str = "reference/unknown";
pub const AMBIGUOUS: &str = "reference/ambiguous";
pub const WRONG_KIND: &str = "reference/wrong-kind";

/// Names that are declared, and the means to say that one is not.
pub(super) struct Linker<'m> {
    pub(super) model: &'m Model,
    pub(super) files: &'m dyn Files,
    pub(super) report: &'m mut Report,
    pub(super) networks: FxHashMap<String, usize>,
    pub(super) racks: FxHashMap<String, usize>,
    pub(super) hardware: FxHashMap<String, usize>,
    pub(super) nodes: FxHashMap<String, usize>,
    /// With the place of their kind.
    pub(super) images: FxHashMap<String, (usize, ImageKind, Span)>,
    /// Kinds of which a name could not be read: it may be any that is used.
    pub(super) nameless: FxHashSet<&'static str>,
    /// Names that nothing has, so far.
    pub(super) unknown: usize,
    /// Work that templates may still do.
    pub(super) templates: Budget,
}

impl<'m> Linker<'m> {
    pub(super) fn new(model: &'m Model, files: &'m dyn Files, report: &'m mut Report) -> Self {
        let mut linker = Self {
            networks: index(model.networks.iter().map(|n| &*n.name.value.0)),
            racks: index(model.racks.iter().map(|r| &*r.name.value.0)),
            hardware: index(model.hardware.iter().map(|h| &*h.name.value.0)),
            nodes: FxHashMap::default(),
            images: FxHashMap::default(),
            nameless: FxHashSet::default(),
            unknown: 0,
            templates: Budget::default(),
            model,
            files,
            report,
        };
        linker.note_nameless("network", model.networks.iter().map(|n| n.name.span));
        linker.note_nameless("rack", model.racks.iter().map(|r| r.name.span));
        linker.note_nameless("model", model.hardware.iter().map(|h| h.name.span));
        linker
    }

    pub(super) fn note_nameless(
        &mut self,
        kind: &'static str,
        mut names: impl Iterator<Item = Span>,
    ) {
        if names.any(|name| self.report.unread().is(name)) {
            self.nameless.insert(kind);
        }
    }

    pub(super) fn network(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.networks.get(&*name.value.0).copied().or_else(|| {
            // `vlans "120"`: its tag, not its name.
            let tagged = self.model.networks.iter().find(|network| {
                network
                    .vlan
                    .is_some_and(|tag| tag.value.to_string() == *name.value.0)
            });
            let names = tagged.map_or_else(
                || {
                    self.model
                        .networks
                        .iter()
                        .map(|n| &*n.name.value.0)
                        .collect()
                },
                |network| vec![&*network.name.value.0],
            );
            self.unknown("network", name, names, false);
            None
        })
    }

    pub(super) fn rack(&mut self, name: &Spanned<Title>) -> Option<usize> {
        self.racks.get(&*name.value.0).copied().or_else(|| {
            self.unknown(
                "rack",
                name,
                self.model.racks.iter().map(|r| &*r.name.value.0),
                false,
            );
            None
        })
    }

    pub(super) fn hardware(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.hardware.get(&*name.value.0).copied().or_else(|| {
            self.unknown(
                "model",
                name,
                self.model.hardware.iter().map(|h| &*h.name.value.0),
                false,
            );
            None
        })
    }

    pub(super) fn node(&mut self, name: &Spanned<Name>) -> Option<usize> {
        self.nodes.get(&*name.value.0).copied().or_else(|| {
            let nodes = std::mem::take(&mut self.nodes);
            self.unknown("node", name, nodes.keys().map(String::as_str), false);
            self.nodes = nodes;
            None
        })
    }
}

/// Where each name is.
pub(super) fn index<'a>(names: impl Iterator<Item = &'a str>) -> FxHashMap<String, usize> {
    let mut map = FxHashMap::default();
    for (at, name) in names.enumerate() {
        map.entry(name.to_string()).or_insert(at);
    }
    map
}
