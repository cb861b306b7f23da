//! The whole platform, resolved, and what is asked of it most.
//!
//! Must not know: how names were found.

use super::allow::Allow;
use super::cluster::Cluster;
use super::hatch::Manifests;
use super::image::Image;
use super::node::Node;
use super::storage::{Pool, Storage};
use super::tenant::{Club, Vcluster};
use super::versions::Versions;
use super::vm::Vm;
use crate::language;
use crate::schema::Lost;

/// The whole platform, resolved. What could not be read stands in it with a value that nobody
/// wrote; its places are in the report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub requires: Option<language::Requires>,
    pub platform: language::Platform,
    pub versions: Versions,
    pub cluster: Cluster,
    pub networks: Vec<language::Network>,
    pub racks: Vec<language::Rack>,
    pub hardware: Vec<language::Hardware>,
    pub nodes: Vec<Node>,
    pub storage: Option<Storage>,
    /// Further `storage` nodes; one backend is supported.
    pub extra_storage: Vec<language::Storage>,
    pub images: Vec<Image>,
    pub clubs: Vec<Club>,
    /// All VMs, by club, then name.
    pub vms: Vec<Vm>,
    /// All vclusters, by name.
    pub vclusters: Vec<Vcluster>,
    pub values: Vec<language::Values>,
    /// By target, then text: the order of the file does not show.
    pub patches: Vec<language::Patch>,
    pub manifests: Vec<Manifests>,
    pub allows: Vec<Allow>,
    /// What a broken file may have declared besides.
    pub lost: Lost,
}

impl Model {
    /// The firmware of a machine starts signed images only.
    pub fn has_secure_boot(&self, node: &Node) -> bool {
        let hardware = node.hardware.and_then(|at| self.hardware.get(at));
        let firmware = hardware.and_then(|hardware| hardware.firmware.as_ref());
        firmware.is_some_and(|firmware| firmware.secure_boot.value)
    }

    /// Nodes of a role, by name.
    pub fn nodes_of(&self, role: language::Role) -> impl Iterator<Item = &Node> {
        self.nodes
            .iter()
            .filter(move |node| node.decl.role.value == role)
    }

    /// Nodes that run pods of tenants.
    pub fn schedulable(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| self.takes_workloads(node))
    }

    /// A node runs pods of tenants.
    pub fn takes_workloads(&self, node: &Node) -> bool {
        (!node.is_control_plane() || self.cluster.schedulable)
            && node.taint(&self.cluster).is_none()
    }

    pub fn vms_of(&self, club: usize) -> impl Iterator<Item = &Vm> {
        // Sorted by club: two binary searches instead of a walk over all VMs.
        let start = self.vms.partition_point(|vm| vm.club < club);
        let end = self.vms.partition_point(|vm| vm.club <= club);
        self.vms[start..end].iter()
    }

    pub fn vclusters_of(&self, club: usize) -> impl Iterator<Item = &Vcluster> {
        let of_club = self
            .clubs
            .get(club)
            .map(|club| club.vclusters.as_slice())
            .unwrap_or_default();
        of_club.iter().filter_map(|at| self.vclusters.get(*at))
    }

    /// Pools of the backend; none without storage.
    pub fn pools(&self) -> &[Pool] {
        self.storage.as_ref().map_or(&[], |storage| &storage.pools)
    }

    /// There is something to run or to run it from.
    pub fn has_vms(&self) -> bool {
        !self.vms.is_empty() || !self.images.is_empty()
    }

    /// Networks that a VM joins: those need Multus.
    pub fn vm_networks(&self) -> impl Iterator<Item = (usize, &language::Network)> {
        let used = |id: usize| {
            self.vms
                .iter()
                .flat_map(|vm| &vm.nics)
                .any(|nic| nic.network == Some(id))
        };
        self.networks
            .iter()
            .enumerate()
            .filter(move |(id, _)| used(*id))
    }
}

impl Vm {
    /// Of the nodes that its placement names, those that take workloads; all that do without a
    /// placement.
    pub fn candidates<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = usize> + 'm {
        let named = self.nodes.iter().copied();
        let any = (0..model.nodes.len()).filter(|_| self.nodes.is_empty());
        named.chain(any).filter(|at| {
            model
                .nodes
                .get(*at)
                .is_some_and(|node| model.takes_workloads(node))
        })
    }

    /// It can move to another node while it runs: there is one.
    pub fn migratable(&self, model: &Model) -> bool {
        self.candidates(model).nth(1).is_some()
    }
}
