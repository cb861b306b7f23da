//! An image, resolved.

use crate::language;
use crate::language::types::Url;
use crate::source::Spanned;

/// A disk image or an ISO in namespace `golden-images`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    pub decl: language::Image,
    pub source: Option<ImageSource>,
    /// Index into the pools of the storage.
    pub pool: Option<usize>,
}

/// Where CDI gets it.
#[derive(Clone, Debug, PartialEq)]
pub enum ImageSource {
    /// Download, with its checksum as CDI writes it (`sha256:...`).
    Http {
        url: Spanned<Url>,
        checksum: Option<String>,
    },
    /// Container image.
    Registry { url: Spanned<Url> },
}
