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
    /// For a file, its span names that file only.
    pub body: Spanned<String>,
    pub place: Place,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Place {
    /// The whole of a file.
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
