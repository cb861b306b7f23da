//! What Radier can install, one file per part: when it is installed, from where, in which versions,
//! what it makes, what of it is protected. Every other pass reads it here; nothing else decides
//! whether a part is there. `schema/parts.md` is generated from these declarations.
//!
//! Must not know: text, YAML, how an object is written.

pub mod argocd;
pub mod cdi;
pub mod ceph_csi_drivers;
pub mod cilium;
pub mod external_secrets;
pub mod flannel;
pub mod images;
mod installed;
pub mod kubevirt;
mod markdown;
pub mod multus;
mod objects;
mod part;
mod pods;
mod protection;
pub mod rook_ceph;
pub mod rook_ceph_cluster;
mod secret;
pub mod snapshots;
pub mod storage;
pub mod tenant_isolation;
pub mod vcluster;
mod version;
mod written;

pub use installed::Parts;
pub use markdown::markdown;
pub use part::{Application, From, PLATFORM, Part, Tenants};
pub use pods::{Deployment, Pods, Share};
pub use protection::{Health, Protection};
pub use secret::Secret;
pub use version::{Oldest, Runs, Version};
pub use written::Written;

/// Every part, by name.
pub static ALL: &[&Part] = &[
    &argocd::PART,
    &cdi::PART,
    &ceph_csi_drivers::PART,
    &cilium::PART,
    &external_secrets::PART,
    &flannel::PART,
    &images::PART,
    &kubevirt::PART,
    &multus::PART,
    &rook_ceph::PART,
    &rook_ceph_cluster::PART,
    &snapshots::PART,
    &storage::PART,
    &tenant_isolation::PART,
    &vcluster::PART,
];
