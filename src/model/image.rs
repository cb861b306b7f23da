//! An image, resolved.

use super::link::{Linker, Volume};
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

impl Image {
    pub(super) fn new(decl: language::Image, linker: &mut Linker<'_>) -> Self {
        let checksum = match (&decl.sha512, &decl.sha256) {
            (Some(sha512), _) => Some(sha512.to_string()),
            (None, Some(sha256)) => Some(sha256.to_string()),
            (None, None) => None,
        };
        let source = match (&decl.url, &decl.registry) {
            (Some(url), None) => Some(ImageSource::Http {
                url: url.clone(),
                checksum,
            }),
            (None, Some(url)) => Some(ImageSource::Registry { url: url.clone() }),
            _ => None,
        };
        let pool = linker.vm_pool(decl.pool.as_ref(), decl.head.span, Volume::Image);
        Self { source, pool, decl }
    }
}
