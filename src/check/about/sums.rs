//! Whether sums prove something, or may be wrong because of a mistake that was reported.

use crate::check::context::Context;
use crate::check::rules;
use crate::model::Node;
use rustc_hash::FxHashSet;

/// Disks may be missing from the model because of a mistake that was reported: sums over them prove
/// nothing.
pub fn disks_unsure(cx: &Context<'_>) -> bool {
    let model = cx.model;
    let storage = model
        .storage
        .as_ref()
        .is_some_and(|storage| storage.decl.incomplete);
    let disks = |node: &Node| {
        let disks = &node.decl.disk;
        // One disk under two names is one disk too many.
        let mut names = FxHashSet::default();
        node.decl.incomplete
            || disks.iter().any(|disk| {
                disk.damaged || rules::disk::too_small::is(disk) || !names.insert(disk.id.name())
            })
    };
    // Two machines of one name are one host for Ceph.
    let names = model
        .nodes
        .windows(2)
        .any(|pair| pair[0].decl.name == pair[1].decl.name);
    storage
        || names
        || model.lost.text
        || !model.lost.names.is_empty()
        || model.nodes.iter().any(disks)
}

/// The same for disks or pools.
pub fn storage_unsure(cx: &Context<'_>) -> bool {
    disks_unsure(cx)
        || cx.model.storage.as_ref().is_some_and(|storage| {
            storage.decl.damaged || storage.pools.iter().any(|pool| pool.damaged)
        })
}

/// A quota may be wrong because of a mistake that was reported.
pub fn quotas_unsure(cx: &Context<'_>) -> bool {
    cx.model
        .clubs
        .iter()
        .any(|club| club.decl.incomplete || club.decl.quota.damaged)
}
