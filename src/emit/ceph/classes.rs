//! StorageClasses and VolumeSnapshotClasses. Their parameters cannot be changed once they exist, so
//! they are ours and not the chart's.

use crate::emit::context::{Context, Sink};
use crate::emit::k8s::Object;
use crate::model::constants::{DRIVER_CEPHFS, DRIVER_RBD, LABEL_VISIBLE, NAMESPACE_ROOK};
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
    let mut snapshots = vec![snapshot_class("ceph-rbd", "rbd", DRIVER_RBD)];
    if storage.filesystems().next().is_some() {
        snapshots.push(snapshot_class("ceph-cephfs", "cephfs", DRIVER_CEPHFS));
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
    let name = model.names().storage_class(pool);
    let mut class = Object::new("storage.k8s.io/v1", "StorageClass")
        .named(&name)
        .keep();
    if pool.default {
        class = class.annotation("storageclass.kubernetes.io/is-default-class", "true");
    }
    if for_vms {
        // CDI takes this class for disks of VMs that name none (cdi v1.66.0
        // controller/common/util.go).
        class = class.annotation("storageclass.kubevirt.io/is-default-virt-class", "true");
    }
    if pool.purpose != Purpose::Vm {
        class = class.label(LABEL_VISIBLE, "true");
    }
    let (driver, parameters) = match pool.purpose {
        Purpose::Filesystem => (DRIVER_CEPHFS, cephfs(model, pool)),
        Purpose::Vm | Purpose::Apps => (DRIVER_RBD, rbd(model, pool)),
    };
    class
        .with("provisioner", driver)
        .with("parameters", parameters)
        .with("reclaimPolicy", "Delete")
        .with("allowVolumeExpansion", true)
        .with("volumeBindingMode", "Immediate")
        .value()
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

fn cephfs(model: &Model, pool: &Pool) -> Value {
    let name = &pool.name.value;
    let [_, data] = model.names().filesystem_pools(pool);
    let mut parameters = map! { "clusterID" => NAMESPACE_ROOK, "fsName" => name, "pool" => data };
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

fn snapshot_class(name: &str, user: &str, driver: &str) -> Value {
    let secret = format!("rook-csi-{user}-provisioner");
    let parameters = map! {
        "clusterID" => NAMESPACE_ROOK,
        "csi.storage.k8s.io/snapshotter-secret-name" => secret,
        "csi.storage.k8s.io/snapshotter-secret-namespace" => NAMESPACE_ROOK,
    };
    Object::new("snapshot.storage.k8s.io/v1", "VolumeSnapshotClass")
        .named(name)
        .annotation("snapshot.storage.kubernetes.io/is-default-class", "true")
        .with("driver", driver)
        .with("deletionPolicy", "Delete")
        .with("parameters", parameters)
        .value()
}
