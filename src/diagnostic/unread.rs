//! What could not be read, and stands in the model with a value that nobody wrote. A finding that
//! points at it follows from the mistake, which is told already.
//!
//! Must not know: which values there are.

use crate::source::{Span, Spans};
use rustc_hash::FxHashSet;

/// Places of what could not be read.
#[derive(Debug, Default)]
pub struct Unread {
    values: FxHashSet<Span>,
    doubtful: Vec<Span>,
}

impl Unread {
    /// A value that could not be read, by the span that stands in the model for it.
    pub fn is(&self, value: Span) -> bool {
        self.values.contains(&value)
    }

    /// Lines of blocks with a mistake: what seems to be missing there may be what could not be
    /// read.
    pub fn doubtful(&self) -> Spans {
        self.doubtful.iter().copied().collect()
    }

    pub(super) fn add_value(&mut self, value: Span) {
        self.values.insert(value);
    }

    pub(super) fn add_doubtful(&mut self, place: Span) {
        self.doubtful.push(place);
    }

    pub(super) fn append(&mut self, other: Unread) {
        self.values.extend(other.values);
        self.doubtful.extend(other.doubtful);
    }
}
