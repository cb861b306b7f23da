//! CSI snapshots: definitions and controller, which Rook does not install.

use super::part::{Application, From, Part};
use super::version::Version;

pub static PART: Part = Part {
    name: "snapshots",
    title: "the snapshot controller",
    what: "Snapshots of volumes.",
    when: |model| model.storage.is_some(),
    needs: "`storage \"ceph\"`",
    from: From::Release(|model| {
        let base = "https://github.com/kubernetes-csi/external-snapshotter";
        let version = &model.versions.decl.snapshots;
        ["client/config/crd", "deploy/kubernetes/snapshot-controller"]
            .map(|path| format!("{base}//{path}?ref=v{version}"))
            .to_vec()
    }),
    versions: &[Version::new("the snapshot controller", |versions| {
        &versions.decl.snapshots
    })],
    application: Some(Application {
        wave: -90,
        namespace: "kube-system",
        also: &[],
        entity: |_| "versions/snapshots".to_string(),
        manifests: |_| true,
    }),
    kinds: &["snapshots"],
    ..Part::NOTHING
};
