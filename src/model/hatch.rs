//! Manifests of the description, with their texts.

use crate::language;
use crate::source::Spanned;

/// Objects of a description's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifests {
    pub decl: language::Manifests,
    pub texts: Vec<ManifestText>,
}

/// One YAML text of manifests.
#[derive(Clone, Debug, PartialEq)]
pub struct ManifestText {
    /// Path as written; `inline` for the text in the description itself.
    pub path: String,
    pub body: String,
    pub place: Spanned<Place>,
}

/// What the span of a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Place {
    /// A place in the file that is this text; its span names that file.
    #[default]
    File,
    /// The literal in the description.
    Inline,
}

impl Manifests {
    /// `manifests/<name>`.
    pub fn entity(&self) -> String {
        format!("manifests/{}", self.decl.name)
    }
}
