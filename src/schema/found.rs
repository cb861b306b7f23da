//! Nodes of the top level, decoded while they were read.

use crate::source::Span;
use rustc_hash::FxHashMap;
use std::any::Any;

/// Decoded nodes by their kind.
#[derive(Default)]
pub(super) struct Found(FxHashMap<&'static str, Vec<Named>>);

/// A node behind its type, and the place of its name; an empty one when a brace of the node is
/// missing: it may be a part of the one before it.
type Named = (Span, Box<dyn Any>);

impl Found {
    /// A node of a kind, and the place of its name.
    pub(super) fn put(&mut self, kind: &'static str, place: Span, value: Box<dyn Any>) {
        self.0.entry(kind).or_default().push((place, value));
    }

    pub(super) fn append(&mut self, other: Found) {
        for (kind, values) in other.0 {
            self.0.entry(kind).or_default().extend(values);
        }
    }

    /// Where the first node of a kind is.
    pub(super) fn place(&self, kind: &str) -> Option<Span> {
        self.0.get(kind)?.first().map(|(span, _)| *span)
    }

    /// Nodes of one kind, in the order of the files.
    pub(super) fn take<T: Default + 'static>(
        &mut self,
        kind: &str,
    ) -> impl Iterator<Item = (Span, T)> + use<T> {
        let values = self.0.remove(kind).unwrap_or_default();
        // What was put in under a kind is of its type.
        values.into_iter().map(|(span, value)| {
            (
                span,
                value
                    .downcast()
                    .map_or_else(|_| T::default(), |value| *value),
            )
        })
    }
}
