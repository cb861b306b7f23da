//! Ceph by Rook: values of its three charts, pools and file systems, StorageClasses.

use super::context::{Context, Sink};

pub(super) mod classes;
mod cluster;
pub(super) mod drivers;
pub(super) mod operator;
mod pools;

/// The cluster, and what holds data in it.
pub(super) fn storage(context: &Context<'_>, sink: &mut Sink<'_>) {
    cluster::emit(context, sink);
    pools::emit(context, sink);
}
