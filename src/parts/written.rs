//! Objects that `out/` holds: what they are called, and the line of the description that they come
//! from. Two of one name would overwrite each other, and nobody else may write one of them. A test
//! holds this against what is emitted.

use crate::source::Span;
use std::borrow::Cow;

/// One object, or one application of objects.
#[derive(Clone, Debug)]
pub struct Written<'m> {
    pub kind: &'static str,
    /// None for objects of the cluster.
    pub namespace: Option<Cow<'m, str>>,
    pub name: Cow<'m, str>,
    /// Where its name is from; empty for parts of the platform.
    pub at: Span,
    /// Which part of the description: `VM`, `disk`.
    pub of: &'static str,
}

impl Written<'_> {
    /// An object of a part, which no line of the description names.
    pub(super) fn part(
        kind: &'static str,
        namespace: Option<&'static str>,
        name: &'static str,
    ) -> Self {
        Self {
            kind,
            namespace: namespace.map(Cow::Borrowed),
            name: Cow::Borrowed(name),
            at: Span::default(),
            of: "platform",
        }
    }
}
