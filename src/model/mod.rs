//! Declarations -> [`Model`]: names resolved, defaults filled, every derived name computed once.
//! All lists are sorted by name, so that the order of the file never shows in the output.
//!
//! Must not know: text, YAML.

mod allow;
mod cluster;
pub mod containerd;
mod hatch;
mod huge_pages;
mod image;
mod link;
mod monitors;
mod names;
mod network;
mod node;
mod resolved;
mod storage;
mod tenant;
mod versions;
mod vm;

pub use allow::{Allow, day};
pub use cluster::Cluster;
pub use hatch::{ManifestText, Manifests, Place};
pub use huge_pages::{HugePages, huge_pages};
pub use image::{Image, ImageSource};
pub use jiff::civil::Date;
pub use link::link;
pub use names::Names;
pub mod constants {
    //! Labels, namespaces and other fixed names.
    pub use super::names::{
        CRUSH_ROOT, DATA_POOL, DRIVER_CEPHFS, DRIVER_RBD, LABEL_CLUB, LABEL_GATES, LABEL_RACK,
        LABEL_SPREAD, LABEL_STORAGE, LABEL_VCLUSTER, LABEL_VISIBLE, LABEL_VM, MANAGED_BY,
        NAMESPACE_ARGOCD, NAMESPACE_IMAGES, NAMESPACE_ROOK, POD_NIC, PROJECT_PLATFORM, REGISTRAR,
    };
}
pub use network::{Interface, InterfaceKind, InterfaceVlan};
pub use node::{Layer, Node, VolumeEncryption};
pub use resolved::Model;
pub use storage::{Pool, Purpose, Redundancy, Storage};
pub use tenant::{Club, Vcluster};
pub use versions::Versions;
pub use vm::{Firmware, Vm, VmCdrom, VmDisk, VmNic};
