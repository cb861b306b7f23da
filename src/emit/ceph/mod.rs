//! Ceph by Rook: values of its three charts, StorageClasses.

pub(super) mod classes;
pub(super) mod cluster;
pub(super) mod drivers;
pub(super) mod operator;
