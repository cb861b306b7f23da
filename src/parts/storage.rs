//! StorageClasses and classes of snapshots.

use super::part::{Application, Part};
use super::rook_ceph::{NEEDS, entity, is_there};
use super::written::Written;
use crate::model::Model;
use crate::model::constants::NAMESPACE_ROOK;
use crate::source::Span;
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "storage",
    title: "Storage classes",
    what: "A StorageClass for each pool, and classes of snapshots.",
    when: is_there,
    needs: NEEDS,
    application: Some(Application {
        wave: -49,
        namespace: NAMESPACE_ROOK,
        also: &[],
        entity,
        manifests: |_| true,
    }),
    objects,
    ..Part::NOTHING
};

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    let Some(storage) = &model.storage else {
        return;
    };
    let mut class = |kind, name: Cow<'m, str>, at| {
        all.push(Written {
            kind,
            namespace: None,
            name,
            at,
            of: "pool",
        });
    };
    for pool in &storage.pools {
        let name = model.names().storage_class(pool);
        class("StorageClass", name.into(), pool.name.span);
    }
    let snapshots = "VolumeSnapshotClass";
    class(snapshots, Cow::Borrowed("ceph-rbd"), Span::default());
    if let Some(pool) = storage.filesystems().next() {
        class(snapshots, Cow::Borrowed("ceph-cephfs"), pool.name.span);
    }
}
