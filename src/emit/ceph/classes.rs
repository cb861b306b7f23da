//! StorageClasses and VolumeSnapshotClasses. Their parameters cannot be changed once they exist, so
//! they are ours and not the chart's.

use crate::emit::context::{Context, Sink};
use crate::emit::k8s::{KEEP, annotate, label, metadata, object, sync_options};
use crate::model::constants::{LABEL_VISIBLE, NAMESPACE_ROOK};
use crate::model::{Model, Pool, Purpose, Redundancy};
use crate::parts::storage::PART;
use crate::yaml::{Value, map};

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let Some(storage) = &model.storage else {
        return;
    };
    let (folder, entity) = (PART.manifests(), PART.entity(model));
    let first_vm = storage
        .pools
        .iter()
        .position(|pool| pool.purpose == Purpose::Vm);
    for (at, pool) in storage.pools.iter().enumerate() {
        let class = class(model, pool, first_vm == Some(at));
        sink.yaml(
            format!("{folder}/{}.yaml", model.names().storage_class(pool)),
            &pool_entity(&entity, pool),
            &[class],
        );
    }
    let mut snapshots = vec![snapshot_class("ceph-rbd", "rbd")];
    if storage.filesystems().next().is_some() {
        snapshots.push(snapshot_class("ceph-cephfs", "cephfs"));
    }
    sink.yaml(
        format!("{folder}/snapshot-classes.yaml"),
        &entity,
        &snapshots,
    );
}

fn pool_entity(entity: &str, pool: &Pool) -> String {
    let kind = if pool.purpose == Purpose::Filesystem {
        "filesystem"
    } else {
        "pool"
    };
    format!("{entity}/{kind}/{}", pool.name)
}

fn class(model: &Model, pool: &Pool, for_vms: bool) -> Value {
    let mut meta = sync_options(metadata(&model.names().storage_class(pool), None), KEEP);
    if pool.default {
        meta = annotate(meta, "storageclass.kubernetes.io/is-default-class", "true");
    }
    if for_vms {
        // CDI takes this class for disks of VMs that name none (cdi v1.66.0
        // controller/common/util.go).
        meta = annotate(
            meta,
            "storageclass.kubevirt.io/is-default-virt-class",
            "true",
        );
    }
    if pool.purpose != Purpose::Vm {
        meta = label(meta, LABEL_VISIBLE, "true");
    }
    let (driver, parameters) = match pool.purpose {
        Purpose::Filesystem => ("cephfs", cephfs(pool)),
        Purpose::Vm | Purpose::Apps => ("rbd", rbd(model, pool)),
    };
    let mut class = object("storage.k8s.io/v1", "StorageClass", meta);
    class.set(
        "provisioner",
        format!("{NAMESPACE_ROOK}.{driver}.csi.ceph.com"),
    );
    class.set("parameters", parameters);
    class.set("reclaimPolicy", "Delete");
    class.set("allowVolumeExpansion", true);
    class.set("volumeBindingMode", "Immediate");
    class
}

fn rbd(model: &Model, pool: &Pool) -> Value {
    let mut parameters = map! { "clusterID" => NAMESPACE_ROOK };
    if matches!(pool.redundancy, Redundancy::Erasure { .. }) {
        parameters.set("pool", model.names().metadata_pool(pool));
        parameters.set("dataPool", &pool.name.value);
    } else {
        parameters.set("pool", &pool.name.value);
    }
    parameters.set("imageFormat", "2");
    parameters.set(
        "imageFeatures",
        "layering,fast-diff,object-map,deep-flatten,exclusive-lock",
    );
    if pool.purpose == Purpose::Vm {
        // Windows guests are slow or see checksum errors without it (ocs-operator#2076).
        parameters.set("mapOptions", "krbd:rxbounce");
        parameters.set("mounter", "rbd");
    } else {
        // XFS can deadlock where Ceph and its clients share machines.
        parameters.set("csi.storage.k8s.io/fstype", "ext4");
    }
    secrets(&mut parameters, "rbd");
    parameters
}

fn cephfs(pool: &Pool) -> Value {
    let name = &pool.name.value;
    let mut parameters =
        map! { "clusterID" => NAMESPACE_ROOK, "fsName" => name, "pool" => format!("{name}-data0") };
    secrets(&mut parameters, "cephfs");
    parameters
}

/// Secrets that Rook makes for its drivers.
fn secrets(parameters: &mut Value, driver: &str) {
    for (step, who) in [
        ("provisioner", "provisioner"),
        ("controller-expand", "provisioner"),
        ("controller-publish", "provisioner"),
        ("node-stage", "node"),
    ] {
        parameters.set(
            &format!("csi.storage.k8s.io/{step}-secret-name"),
            format!("rook-csi-{driver}-{who}"),
        );
        parameters.set(
            &format!("csi.storage.k8s.io/{step}-secret-namespace"),
            NAMESPACE_ROOK,
        );
    }
}

fn snapshot_class(name: &str, driver: &str) -> Value {
    let meta = annotate(
        metadata(name, None),
        "snapshot.storage.kubernetes.io/is-default-class",
        "true",
    );
    let mut class = object("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass", meta);
    class.set("driver", format!("{NAMESPACE_ROOK}.{driver}.csi.ceph.com"));
    class.set("deletionPolicy", "Delete");
    let secret = format!("rook-csi-{driver}-provisioner");
    class.set(
        "parameters",
        map! {
            "clusterID" => NAMESPACE_ROOK,
            "csi.storage.k8s.io/snapshotter-secret-name" => secret,
            "csi.storage.k8s.io/snapshotter-secret-namespace" => NAMESPACE_ROOK,
        },
    );
    class
}
