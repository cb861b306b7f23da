//! Drivers of Ceph for Kubernetes, which Rook 1.20 and later need besides its own.

use super::part::{Application, From, Part};
use super::protection::{Protection, REMOVE, keep};
use super::rook_ceph::{NEEDS, entity, is_there};
use super::rook_ceph_cluster::APART;
use super::version::Version;
use crate::language::Chart;
use crate::model::constants::{DRIVER_CEPHFS, DRIVER_RBD, NAMESPACE_ROOK};

pub static PART: Part = Part {
    name: "ceph-csi-drivers",
    title: "ceph-csi-drivers",
    what: "Mounts volumes of Ceph on the machines.",
    rights: "Privileged pods on every machine.",
    when: is_there,
    needs: NEEDS,
    from: From::Chart {
        repository: "https://ceph.github.io/ceph-csi-operator",
        name: "ceph-csi-drivers",
        values: Chart::CephCsiDrivers,
        version: |versions| &versions.decl.ceph_csi_drivers,
        prefix: "",
    },
    versions: &[Version::new("ceph-csi-drivers", |versions| {
        &versions.decl.ceph_csi_drivers
    })],
    application: Some(Application {
        wave: -55,
        namespace: NAMESPACE_ROOK,
        also: &[],
        entity,
        manifests: |_| false,
    }),
    kinds: &["ceph-csi"],
    protected: PROTECTED,
    ..Part::NOTHING
};

const NAMED: &str = "the StorageClasses name this driver, and no volume could be made";

const PROTECTED: &[Protection] = &[
    keep(&["drivers", "rbd", "name"], &[DRIVER_RBD], NAMED, REMOVE),
    keep(
        &["drivers", "cephfs", "name"],
        &[DRIVER_CEPHFS],
        NAMED,
        REMOVE,
    ),
    keep(&["drivers", "rbd", "enabled"], &["true"], NAMED, REMOVE),
    keep(&["drivers", "cephfs", "enabled"], &["true"], NAMED, REMOVE).when(|model| {
        let mut storage = model.storage.iter();
        storage.any(|storage| storage.filesystems().next().is_some())
    }),
    keep(
        &["operatorConfig", "namespace"],
        &["rook-ceph"],
        APART,
        REMOVE,
    ),
];
