//! The image of a disk or of a CD-ROM drive.

use super::{Linker, WRONG_KIND};
use crate::diagnostic::Diagnostic;
use crate::language::ImageKind;
use crate::language::types::Id;
use crate::source::Spanned;

impl Linker<'_> {
    pub(in crate::model) fn image(&mut self, name: &Spanned<Id>, kind: ImageKind) -> Option<usize> {
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
