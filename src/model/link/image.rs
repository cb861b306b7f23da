//! Images, and which of them a disk or a CD-ROM drive names.

use super::linker::{Linker, WRONG_KIND};
use super::pool::Volume;
use crate::diagnostic::Diagnostic;
use crate::language::types::Id;
use crate::language::{self, ImageKind};
use crate::model::image::{Image, ImageSource};
use crate::source::Spanned;

pub(super) fn image(decl: language::Image, linker: &mut Linker<'_>) -> Image {
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
    Image { source, pool, decl }
}

impl Linker<'_> {
    pub(super) fn image(&mut self, name: &Spanned<Id>, kind: ImageKind) -> Option<usize> {
        match self.images.get(&*name.value.0).copied() {
            Some((at, found, _)) if found == kind => Some(at),
            Some((.., place)) if self.report.unread().is(place) => None,
            Some((at, found, _)) => {
                let declared = self
                    .images
                    .iter()
                    .find(|(_, (other, ..))| *other == at)
                    .map(|(name, _)| name.clone());
                self.report
                    .push(Self::wrong_image(name, found, kind, declared));
                None
            }
            None => {
                let images = std::mem::take(&mut self.images);
                self.unknown("image", name, images.keys().map(String::as_str), false);
                self.images = images;
                None
            }
        }
    }

    fn wrong_image(
        name: &Spanned<Id>,
        found: ImageKind,
        kind: ImageKind,
        declared: Option<String>,
    ) -> Diagnostic {
        let help = match kind {
            ImageKind::Disk => {
                format!(
                    "remove `image=`, so that the disk starts blank, and add `cdrom \
                     \"{name}\"` to the block of the VM"
                )
            }
            ImageKind::Iso => {
                format!("clone it with `disk \"root\" image=\"{name}\" size=...`")
            }
        };
        Diagnostic::error(
            WRONG_KIND,
            name.span,
            format!(
                "image `{}` is of kind `{found}`, not `{kind}`",
                declared.unwrap_or_default()
            ),
        )
        .label(if kind == ImageKind::Disk {
            "an installer cannot be the content of a disk"
        } else {
            "only an installer belongs in a CD-ROM drive"
        })
        .help(help)
    }
}
