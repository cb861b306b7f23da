//! The declarations of the language: one file per KDL node, value types in `types`.
//!
//! Must not know: other passes. Facts about a word stand in its documentation, which `radier
//! explain` prints.

mod allow;
mod bond;
mod club;
mod cluster;
mod disk;
mod encryption;
mod hardware;
mod hatch;
mod image;
mod link;
mod machine;
mod media;
mod network;
mod nic;
mod node;
mod platform;
mod rack;
mod storage;
pub mod types;
mod vcluster;
mod versions;
mod vm;

pub use allow::Allow;
pub use bond::{Bond, BondMode};
pub use club::{Club, ClubNamespace, MemberRole, Members, Quota};
pub use cluster::{Cluster, Cni, CniName, FirstBoot, Lifecycle, Mirror, NodeSubnet, RoleSettings};
pub use disk::{Disk, DiskState, Filesystem, Use, Volume};
pub use encryption::{Encryption, Key, VolumeKey};
pub use hardware::{Cpu, CpuVendor, Firmware, Hardware, Tpm};
pub use hatch::{Chart, Manifests, Patch, PatchTarget, Values};
pub use image::{Image, ImageKind};
pub use link::{Link, Route, Vlan};
pub use machine::{Ephemeral, KernelModule, Label, Machine, Sysctl, Taint, TaintEffect};
pub use media::Media;
pub use network::Network;
pub use nic::Nic;
pub use node::{Node, Place, Role};
pub use platform::{Access, AccessKind, ArgocdSignIn, Platform, Repo};
pub use rack::Rack;
pub use storage::{BackendKind, CephFilesystem, FailureDomain, Pool, Serves, Storage};
pub use vcluster::Vcluster;
pub use versions::{
    ARGOCD, ArgocdVersion, TALOS, TalosVersion, VCLUSTER, VclusterVersion, Versions,
};
pub use vm::{Cdrom, Os, Placement, SshKeys, Start, Vm, VmDisk, VmFirmware, VmNic};

use crate::schema::node;
use types::Minor;

node! {
    /// The oldest compiler that may write `out/`.
    Requires "requires" {
        /// Oldest version of Radier, for example `"0.1"`.
        prop radier: Minor,
    }
}

node! {
    /// One description: all `.kdl` files of a folder.
    Infra "" {
        /// The oldest compiler that may write `out/`.
        opt_child requires: Requires,
        /// What this platform is, where its files live, who runs it.
        child platform: Platform,
        /// One place for every version. Whatever is not named has the version that this compiler
        /// was tested with.
        opt_child versions: Versions,
        /// The Talos and Kubernetes cluster.
        child cluster: Cluster,
        /// A layer-2 network (a VLAN, or an untagged segment) that nodes carry and VMs may join.
        many network: Network,
        /// A rack, so that `place` can say what stands where.
        many rack: Rack,
        /// A hardware model: what all machines of one kind have in common.
        many model: Hardware,
        /// A physical machine that runs Talos.
        many node: Node,
        /// A storage backend and its pools.
        many storage: Storage,
        /// A disk image or an ISO that VMs start from, imported once by CDI.
        many image: Image,
        /// A tenant: a club, a laboratory, a team.
        many club: Club,
        /// A finding that was looked at and accepted, with a reason.
        many allow: Allow,
        /// Escape hatch: more Helm values for one chart, merged last.
        many values: Values,
        /// Escape hatch: a Talos strategic-merge patch, applied last.
        many patch: Patch,
        /// Escape hatch: Kubernetes objects of your own, applied by Argo CD.
        many manifests: Manifests,
    }
}
