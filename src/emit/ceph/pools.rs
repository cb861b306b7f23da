//! Pools and file systems: what holds data. Objects of our own, because Rook deletes a pool with
//! all that is in it when its object goes (rook#15847), and what a chart makes cannot be kept.

use super::cluster::container;
use crate::capacity::{hosts_in_all, hosts_with, pool_bytes};
use crate::emit::context::{Context, Sink};
use crate::emit::k8s::Object;
use crate::language::types::Size;
use crate::language::{FailureDomain, Media};
use crate::model::constants::{DATA_POOL, NAMESPACE_ROOK};
use crate::model::{Model, Pool, Purpose, Redundancy, Storage};
use crate::parts::rook_ceph_cluster::{MDS, PART};
use crate::yaml::{Value, list, map};

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let Some(storage) = &model.storage else {
        return;
    };
    let (folder, entity) = (PART.manifests(), PART.entity(model));
    let pools: Vec<Value> = block_pools(context, storage)
        .into_iter()
        .map(|(name, spec)| data("CephBlockPool", &name, spec))
        .collect();
    if !pools.is_empty() {
        sink.yaml(format!("{folder}/pools.yaml"), &entity, &pools);
    }
    let filesystems: Vec<Value> = storage
        .filesystems()
        .flat_map(|fs| {
            let group = format!("{}-csi", fs.name);
            [
                data("CephFilesystem", &fs.name, filesystem(model, fs)),
                data("CephFilesystemSubVolumeGroup", &group, volume_group(fs)),
            ]
        })
        .collect();
    if !filesystems.is_empty() {
        sink.yaml(format!("{folder}/filesystems.yaml"), &entity, &filesystems);
    }
}

/// An object that holds data.
fn data(kind: &'static str, name: &str, spec: Value) -> Value {
    Object::new("ceph.rook.io/v1", kind)
        .named(name)
        .within(NAMESPACE_ROOK)
        .with("spec", spec)
        .value()
}

/// Pools of RBD, by name. Every pool names its device class, Ceph's own `.mgr` too, or the
/// autoscaler stops (rook#11764).
fn block_pools(context: &Context<'_>, storage: &Storage) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    if let Some(first) = storage.pools.first() {
        // No more copies than places for them, or it never gets healthy.
        let copies = hosts_in_all(context.model, first).len().clamp(1, 3) as u32;
        let mut spec = pool_spec(
            first.media.value,
            first.failure_domain.value,
            Redundancy::Replicated { copies },
        );
        spec.set("name", ".mgr");
        all.push(("builtin-mgr".to_string(), spec));
    }
    for rbd in storage
        .pools
        .iter()
        .filter(|pool| pool.purpose != Purpose::Filesystem)
    {
        if matches!(rbd.redundancy, Redundancy::Erasure { .. }) {
            // RBD keeps the headers of images where nothing is erasure coded.
            let spec = pool_spec(
                rbd.media.value,
                rbd.failure_domain.value,
                Redundancy::Replicated { copies: 3 },
            );
            all.push((context.model.names().metadata_pool(rbd), spec));
        }
        let mut spec = pool_spec(rbd.media.value, rbd.failure_domain.value, rbd.redundancy);
        spec.set("parameters", map! { "bulk" => "true" });
        spec.set("quotas", quotas(context.model, rbd));
        all.push((rbd.name.to_string(), spec));
    }
    all
}

/// Volumes are thin: without a limit one pool could fill the disks of all, and Ceph would stop all
/// writes.
fn quotas(model: &Model, pool: &Pool) -> Option<Value> {
    let planned = pool_bytes(&hosts_with(model, pool), pool.redundancy).plan;
    let whole = Size(planned.bytes() / Size::GIB * Size::GIB);
    let limit = pool.limit.map_or(whole, |limit| limit.value);
    (limit.bytes() > 0).then(|| map! { "maxSize" => limit.quantity() })
}

fn pool_spec(media: Media, domain: FailureDomain, redundancy: Redundancy) -> Value {
    let mut spec = map! { "failureDomain" => domain.word(), "deviceClass" => media.word() };
    match redundancy {
        Redundancy::Replicated { copies } => {
            spec.set(
                "replicated",
                map! { "size" => copies, "requireSafeReplicaSize" => copies > 1 },
            );
        }
        Redundancy::Erasure { data, coding } => {
            spec.set(
                "erasureCoded",
                map! { "dataChunks" => data, "codingChunks" => coding },
            );
        }
    }
    spec
}

/// Every pool of a file system names its device class too.
fn filesystem(model: &Model, fs: &Pool) -> Value {
    let spec = || pool_spec(fs.media.value, fs.failure_domain.value, fs.redundancy);
    let mut data = spec();
    data.set("name", DATA_POOL);
    data.set("quotas", quotas(model, fs));
    map! {
        "metadataPool" => spec(),
        "dataPools" => list![data],
        "metadataServer" => map! {
            "activeCount" => 1,
            "activeStandby" => true,
            "resources" => container(MDS),
            "priorityClassName" => "system-cluster-critical",
        },
    }
}

/// Where the CSI driver makes its volumes, spread over the metadata servers (rook v1.20.6
/// cluster/charts/rook-ceph-cluster templates/cephfilesystem.yaml).
fn volume_group(fs: &Pool) -> Value {
    map! {
        "name" => "csi",
        "filesystemName" => &fs.name.value,
        "pinning" => map! { "distributed" => 1 },
    }
}
