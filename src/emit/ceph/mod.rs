//! Ceph by Rook: values of its three charts, StorageClasses, snapshots.

mod classes;
mod cluster;
mod drivers;
mod operator;

pub(super) use cluster::monitors;

use super::k8s::{PodSecurity, kustomization, namespace};
use super::{Context, Sink};
use crate::model::constants::NAMESPACE_ROOK;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(storage) = &context.model.storage else {
        return;
    };
    let entity = format!("storage/{}", storage.backend);
    sink.yaml(
        "platform/rook-ceph/manifests/namespace.yaml",
        &entity,
        &[namespace(NAMESPACE_ROOK, PodSecurity::Privileged)],
    );
    operator::emit(context, sink, &entity);
    drivers::emit(context, storage, sink, &entity);
    cluster::emit(context, storage, sink, &entity);
    classes::emit(storage, context.model, sink, &entity);
    let snapshots = kustomization(remote_snapshots(context.model), Vec::new());
    sink.yaml(
        "platform/snapshots/manifests/kustomization.yaml",
        "versions/snapshots",
        &[snapshots],
    );
}

/// CSI snapshots: CRDs and controller, which Rook does not install.
pub(super) fn remote_snapshots(model: &crate::model::Model) -> Vec<String> {
    let base = "https://github.com/kubernetes-csi/external-snapshotter";
    let version = &model.versions.decl.snapshots;
    ["client/config/crd", "deploy/kubernetes/snapshot-controller"]
        .map(|path| format!("{base}//{path}?ref=v{version}"))
        .to_vec()
}
