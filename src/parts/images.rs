//! Golden images, which disks of VMs are cloned from.

use super::part::{Application, Part};
use super::written::Written;
use crate::model::Model;
use crate::model::constants::NAMESPACE_IMAGES;
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "images",
    title: "Golden images",
    what: "Images that disks of VMs are cloned from.",
    when: |model| !model.images.is_empty(),
    needs: "an image",
    application: Some(Application {
        wave: 10,
        namespace: NAMESPACE_IMAGES,
        also: &[],
        entity: |_| "images".to_string(),
        manifests: |_| true,
    }),
    // A download that fails is of the VMs that want it.
    gates_nothing: true,
    namespaces: &[NAMESPACE_IMAGES],
    objects,
    ..Part::NOTHING
};

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    for image in &model.images {
        all.extend(["DataVolume", "DataSource"].map(|kind| Written {
            kind,
            namespace: Some(Cow::Borrowed(NAMESPACE_IMAGES)),
            name: model.names().image(image).into(),
            at: image.decl.name.span,
            of: "image",
        }));
    }
}
