//! Every derived name, in one table. A change here is a migration of running platforms: a test
//! freezes it.

use super::hatch::Manifests;
use super::image::Image;
use super::node::Node;
use super::resolved::Model;
use super::storage::Pool;
use super::tenant::{Club, Vcluster};
use super::vm::Vm;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Names that follow from a model.
#[derive(Clone, Copy)]
pub struct Names<'m> {
    pub(super) model: &'m Model,
}

/// Namespace of our UUIDv5 names.
const UUID_NAMESPACE: Uuid = Uuid::from_u128(0x7d2b_41c6_0f3e_5a58_9c44_1b6d_e07a_92f3);

pub const LABEL_CLUB: &str = "radier.dev/club";
pub const LABEL_VM: &str = "radier.dev/vm";
pub const LABEL_VCLUSTER: &str = "radier.dev/vcluster";
pub const LABEL_STORAGE: &str = "radier.dev/storage";
pub const LABEL_SPREAD: &str = "radier.dev/spread";
/// Name of the first data pool within a file system.
pub const DATA_POOL: &str = "data0";
/// Above all machines and racks in CRUSH.
pub const CRUSH_ROOT: &str = "default";
/// How the card on the pod network is called in a VM.
pub const POD_NIC: &str = "default";

/// On Applications that hold nothing back, whatever hangs in them.
pub const LABEL_GATES: &str = "radier.dev/gates";

/// On StorageClasses that vclusters see.
pub const LABEL_VISIBLE: &str = "radier.dev/club-visible";
/// Rook reads the rack of a node here (rook Documentation ceph-cluster-crd.md "OSD topology").
pub const LABEL_RACK: &str = "topology.rook.io/rack";
pub const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "radier");

pub const NAMESPACE_ARGOCD: &str = "argocd";
pub const NAMESPACE_IMAGES: &str = "golden-images";
pub const NAMESPACE_ROOK: &str = "rook-ceph";

/// The driver of block devices. Its name starts with the operator's namespace; StorageClasses and
/// CDI's table of provisioners name it so.
pub const DRIVER_RBD: &str = "rook-ceph.rbd.csi.ceph.com";

/// The driver of filesystems.
pub const DRIVER_CEPHFS: &str = "rook-ceph.cephfs.csi.ceph.com";
pub const PROJECT_PLATFORM: &str = "platform";
/// ServiceAccount in namespace `argocd` that reads the kubeconfigs of vclusters.
pub const REGISTRAR: &str = "vcluster-registrar";

impl Model {
    /// Names that are derived from those of the description.
    pub fn names(&self) -> Names<'_> {
        Names { model: self }
    }
}

impl Names<'_> {
    /// Namespace of a club's VMs, and its AppProject.
    pub fn club(&self, club: &Club) -> String {
        format!("club-{}", club.decl.name)
    }

    /// Application of a club's VMs.
    pub fn club_vms(&self, club: &Club) -> String {
        format!("{}-vms", self.club(club))
    }

    /// A further namespace of a club.
    pub fn club_namespace(&self, club: &Club, name: &str) -> String {
        format!("club-{}-{name}", club.decl.name)
    }

    /// Namespace, cluster Secret and Application of a vcluster; its Helm release is the bare name.
    pub fn vcluster(&self, vcluster: &Vcluster) -> String {
        format!("vc-{}", vcluster.decl.name)
    }

    /// Application that makes Argo CD know a vcluster.
    pub fn vcluster_registration(&self, vcluster: &Vcluster) -> String {
        format!("{}-registration", self.vcluster(vcluster))
    }

    /// Address of a vcluster's API inside the cluster. Not among the default SANs (vcluster
    /// pkg/server/cert).
    pub fn vcluster_host(&self, vcluster: &Vcluster) -> String {
        format!("{}.{}.svc", vcluster.decl.name, self.vcluster(vcluster))
    }

    /// Application of the description's own manifests.
    pub fn extra(&self, manifests: &Manifests) -> String {
        format!("extra-{}", manifests.decl.name)
    }

    /// DataVolume of a VM's disk.
    pub fn data_volume(&self, vm: &Vm, disk: &str) -> String {
        format!("{}-{disk}", vm.decl.name)
    }

    /// The drive of a VM's CD-ROM, and what its DataVolume ends in.
    pub fn cdrom(&self, at: usize) -> String {
        format!("cdrom-{at}")
    }

    /// The replicated pool beside an erasure-coded one.
    pub fn metadata_pool(&self, pool: &Pool) -> String {
        format!("{}-metadata", pool.name)
    }

    /// The pools of a file system in Ceph: metadata and data (rook v1.20.6
    /// pkg/operator/ceph/file/filesystem.go).
    pub fn filesystem_pools(&self, filesystem: &Pool) -> [String; 2] {
        ["metadata", DATA_POOL].map(|pool| format!("{}-{pool}", filesystem.name))
    }
    /// A machine in CRUSH, Ceph's map of where things are (rook v1.20.6
    /// pkg/daemon/ceph/client/crush.go NormalizeCrushName).
    pub fn crush_host(&self, node: &Node) -> String {
        node.decl.name.replace('.', "-")
    }
    /// StorageClass of a pool.
    pub fn storage_class(&self, pool: &Pool) -> String {
        format!("ceph-{}", pool.name)
    }

    /// DataVolume and DataSource of an image. Dots are legal in neither a label nor a volume name.
    pub fn image(&self, image: &Image) -> String {
        image.decl.name.replace('.', "-")
    }

    /// Omni's ID of a node's own patch; fixed, so that reordering machines changes nothing.
    pub fn omni_patch(&self, weight: u32, what: &str) -> String {
        format!("{weight}-{}-{what}", self.model.cluster.decl.name)
    }

    /// Firmware UUID of a VM: the same forever, for this platform, club and VM.
    pub fn vm_uuid(&self, vm: &Vm) -> Uuid {
        Uuid::new_v5(
            &UUID_NAMESPACE,
            format!("{}/{}", self.model.platform.name, self.vm_path(vm)).as_bytes(),
        )
    }

    /// `club/<club>/vm/<vm>`.
    pub fn vm_path(&self, vm: &Vm) -> String {
        let club = self
            .model
            .clubs
            .get(vm.club)
            .map_or("", |club| &club.decl.name);
        format!("club/{club}/vm/{}", vm.decl.name)
    }

    /// A locally administered MAC for a VM's network card, from names that never change.
    pub fn vm_mac(&self, vm: &Vm, network: &str) -> [u8; 6] {
        let text = format!(
            "{}/{}/nic/{network}",
            self.model.platform.name,
            self.vm_path(vm)
        );
        let hash = Sha256::digest(text.as_bytes());
        [0x02, hash[0], hash[1], hash[2], hash[3], hash[4]]
    }

    /// How people and `talosctl -n` reach a node: its address, else its name.
    pub fn node_address(&self, node: &Node) -> String {
        node.address
            .map_or_else(|| node.decl.name.to_string(), |address| address.to_string())
    }

    /// Host name of Argo CD, when there is a domain.
    pub fn argocd_host(&self) -> Option<String> {
        self.model
            .platform
            .domain
            .as_ref()
            .map(|domain| format!("argocd.{domain}"))
    }

    /// How Kubernetes calls a group of the sign-in.
    pub fn group(&self, group: &str) -> String {
        let prefix = self
            .model
            .platform
            .access
            .as_ref()
            .and_then(|access| access.groups_prefix.as_ref());
        format!("{}{group}", prefix.map_or("", |prefix| prefix.as_str()))
    }
}
