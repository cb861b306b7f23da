//! Kinds of objects: Kubernetes' own, and those of the operators that a platform runs.

use super::files::shapes;
use super::shape::Shape;

/// Files with kinds, Kubernetes' own first.
const FILES: [&str; 10] = [
    "kubernetes",
    "argocd",
    "rook",
    "ceph-csi",
    "external-secrets",
    "kubevirt",
    "cdi",
    "cilium",
    "snapshots",
    "multus",
];

/// The shape of a kind, such as `apps/v1` and `Deployment`.
pub fn kind(api_version: &str, kind: &str) -> Option<Shape> {
    let name = format!("{api_version}/{kind}");
    FILES
        .iter()
        .filter_map(|file| shapes(file))
        .find_map(|shapes| shapes.get(&name))
}

/// A group that Kubernetes itself serves, in whatever version.
pub fn is_own_group(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let dotless = !group.contains('.');
    let served = shapes("kubernetes").is_some_and(|shapes| {
        shapes
            .names()
            .iter()
            .any(|name| name.starts_with(&format!("{group}/")))
    });
    dotless || served
}

/// All kinds as `apiVersion/Kind`, sorted within their file.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let is_kind = |name: &&str| name.contains('/') && !name.ends_with(".spec");
    FILES
        .iter()
        .filter_map(|file| shapes(file))
        .flat_map(|shapes| shapes.names())
        .filter(is_kind)
}

/// Objects of this kind live in no namespace.
pub fn is_cluster_wide(shape: Shape) -> bool {
    shape.fields().any(|field| {
        field.name == "metadata"
            && !field
                .shape
                .resolve()
                .1
                .fields()
                .any(|inner| inner.name == "namespace")
    })
}
