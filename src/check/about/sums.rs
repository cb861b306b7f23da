//! What sums are made of, and the findings that make them doubtful.

use crate::check::rule::Over;

pub const NODES: Over = Over::Blocks(|model| {
    model
        .nodes
        .iter()
        .map(|node| node.decl.whole.span)
        .collect()
});

/// Whether a machine is a control plane.
pub const ROLES: Over =
    Over::Values(|model| model.nodes.iter().map(|node| node.decl.role.span).collect());

pub const NODE_NAMES: Over =
    Over::Values(|model| model.nodes.iter().map(|node| node.decl.name.span).collect());

pub const HARDWARE: Over = Over::Blocks(|model| {
    model
        .hardware
        .iter()
        .map(|hardware| hardware.whole.span)
        .collect()
});

pub const RACKS: Over = Over::Values(|model| {
    let racks = model.racks.iter();
    racks.map(|rack| rack.name.span).collect()
});

pub const CLUSTER: Over = Over::Blocks(|model| vec![model.cluster.decl.whole.span]);

pub const STORAGE: Over = Over::Blocks(|model| {
    let first = model.storage.iter().map(|storage| &storage.decl);
    let all = first.chain(&model.extra_storage);
    all.map(|storage| storage.whole.span).collect()
});

pub const CLUBS: Over = Over::Blocks(|model| {
    model
        .clubs
        .iter()
        .map(|club| club.decl.whole.span)
        .collect()
});

pub const IMAGES: Over = Over::Blocks(|model| {
    model
        .images
        .iter()
        .map(|image| image.decl.whole.span)
        .collect()
});

pub const VERSIONS: Over = Over::Blocks(|model| vec![model.versions.decl.whole.span]);

/// A disk that is no disk for Ceph, or two that are one; two machines that are one host.
pub const WRONG_DISKS: &[&str] = &[
    "disk/too-small",
    "disk/two-uses",
    "disk/declared-twice",
    "name/declared-twice",
    "node/duplicate-name",
    "node/duplicate-uuid",
    "storage/redundancy",
    "storage/two-backends",
];
