//! Kinds of objects: Kubernetes' own, and those of the operators that a platform runs.

use super::shape::Shape;
use super::shape::{NAMES, shapes};

/// Files with kinds, Kubernetes' own first; the others are of charts, of the kubelet and of Talos.
fn files() -> impl Iterator<Item = &'static str> {
    let is_of_kinds = |file: &&str| {
        !file.starts_with("chart-") && !file.starts_with("talos-") && *file != "kubelet"
    };
    let others = NAMES.iter().copied().filter(|file| *file != OWN);
    [OWN].into_iter().chain(others).filter(is_of_kinds)
}

/// Kubernetes' own kinds.
const OWN: &str = "kubernetes";

/// The kinds of a file are in the group of this version, such as `kubevirt.io/v1`.
pub fn serves(file: &str, api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let is_of = |name: &str| name.split_once('/').is_some_and(|(of, _)| of == group);
    !group.is_empty()
        && shapes(file).is_some_and(|shapes| shapes.names().iter().any(|name| is_of(name)))
}

/// The shape of a kind, such as `apps/v1` and `Deployment`.
pub fn kind(api_version: &str, kind: &str) -> Option<Shape> {
    let name = format!("{api_version}/{kind}");
    files()
        .filter_map(shapes)
        .find_map(|shapes| shapes.get(&name))
}

/// A group that Kubernetes itself serves, in whatever version.
pub fn is_own_group(api_version: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    !group.contains('.') || serves(OWN, api_version)
}

/// All kinds as `apiVersion/Kind`, sorted within their file.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let is_kind = |name: &&str| name.contains('/') && !name.ends_with(".spec");
    files()
        .filter_map(shapes)
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

/// Arguments of a component of Kubernetes, such as `kubelet`; none when this minor version is not
/// known (`schema/upstream/arguments.txt`).
pub fn arguments(minor: (u64, u64), component: &str) -> Option<Vec<&'static str>> {
    let (mut of_minor, mut all) = (false, None::<Vec<&str>>);
    for line in ARGUMENTS.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("kubernetes", version)) => {
                of_minor = version == format!("{}.{}", minor.0, minor.1);
            }
            Some((name, arguments)) if of_minor && name == component => {
                all = Some(arguments.split(' ').collect());
            }
            _ => {}
        }
    }
    all
}

/// One line for each component, below the line of its version.
const ARGUMENTS: &str = include_str!("../../schema/upstream/arguments.txt");
