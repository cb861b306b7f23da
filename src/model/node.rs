//! A machine, resolved.

use super::cluster::Cluster;
use super::network::{Interface, InterfaceKind};
use crate::language::types::Mac;
use crate::language::{self, Disk, DiskState, Key, Role, Use};
use crate::source::{Span, Spanned};
use std::net::Ipv4Addr;

/// A machine that runs Talos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    pub decl: language::Node,
    /// Index into `Model::hardware`.
    pub hardware: Option<usize>,
    /// Index into `Model::racks`.
    pub rack: Option<usize>,
    pub interfaces: Vec<Interface>,
    /// Index into `interfaces` of the one on the node network.
    pub primary: Option<usize>,
    /// Static address on the node network; none with DHCP.
    pub address: Option<Ipv4Addr>,
    /// Encrypted volumes, in the order of the description.
    pub encryption: Vec<VolumeEncryption>,
    /// Key server of these volumes.
    pub kms: Option<Spanned<language::types::Url>>,
}

/// How one volume of a machine is encrypted.
#[derive(Clone, Debug, PartialEq)]
pub struct VolumeEncryption {
    pub volume: Spanned<String>,
    /// In the order in which they are tried.
    pub keys: Vec<Spanned<Key>>,
}

/// The three levels at which settings of machines are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Cluster,
    Role,
    Node,
}

/// Taints of control planes, and of machines that are not ready yet: Cilium and cloud controllers
/// take theirs away (cilium v1.19 installation/taints).
const PASSING: [&str; 3] = [
    "node-role.kubernetes.io/control-plane",
    "node.cilium.io/agent-not-ready",
    "node.cloudprovider.kubernetes.io/uninitialized",
];

impl Node {
    /// `on` of a patch means this machine: `all`, its role, or its name.
    pub fn is_called(&self, on: &str) -> bool {
        on == "all" || on == self.decl.role.word() || on == &*self.decl.name.value.0
    }

    /// How many cards the description names for a bond, known or not.
    pub fn declared_links(&self, bond: &str) -> usize {
        self.decl
            .bond
            .iter()
            .find(|declared| &*declared.name.value.0 == bond)
            .map_or(0, |bond| bond.links.len())
    }

    /// Disks for storage, in whatever state.
    pub fn all_storage_disks(&self) -> impl Iterator<Item = &Disk> {
        let disks = self.decl.disk.iter();
        disks.filter(|disk| disk.purpose.value == Use::Storage)
    }

    /// Disks that Ceph takes.
    pub fn storage_disks(&self) -> impl Iterator<Item = &Disk> {
        self.all_storage_disks()
            .filter(|disk| disk.state.value == DiskState::Serving)
    }

    /// Disks whose daemon of Ceph runs: one that leaves still has its own.
    pub fn running_disks(&self) -> impl Iterator<Item = &Disk> {
        self.all_storage_disks()
            .filter(|disk| disk.state.value != DiskState::Failed)
    }

    /// A machine of the storage: one that had to give up its disks still is, and keeps its monitor.
    pub fn has_storage(&self) -> bool {
        self.all_storage_disks().next().is_some()
    }

    pub fn install_disk(&self) -> Option<&Disk> {
        self.decl
            .disk
            .iter()
            .find(|disk| disk.purpose.value == Use::Install)
    }

    pub fn is_control_plane(&self) -> bool {
        self.decl.role.value == Role::ControlPlane
    }

    /// `node/<name>`.
    pub fn entity(&self) -> String {
        format!("node/{}", self.decl.name)
    }

    /// Settings of this machine at all levels, the most general first.
    pub fn settings<'m>(
        &'m self,
        cluster: &'m Cluster,
    ) -> impl Iterator<Item = (Layer, &'m language::Machine)> {
        let role = match self.decl.role.value {
            Role::ControlPlane => &cluster.decl.control_plane,
            Role::Worker => &cluster.decl.worker,
        };
        let role = role.as_ref().map(|role| (Layer::Role, &role.machine));
        std::iter::once((Layer::Cluster, &cluster.decl.machine))
            .chain(role)
            .chain([(Layer::Node, &self.decl.machine)])
    }

    /// Pods that do not tolerate it are kept away: the key of such a taint. Kubernetes' own taint
    /// of control planes is not among them, nor is what goes by itself once a machine is ready.
    pub fn taint<'m>(&'m self, cluster: &'m Cluster) -> Option<&'m language::Taint> {
        let all = self
            .settings(cluster)
            .flat_map(|(_, machine)| &machine.taint);
        let keeps_away = |taint: &&language::Taint| {
            taint.effect.value != language::TaintEffect::PreferNoSchedule
        };
        all.filter(keeps_away)
            .find(|taint| !PASSING.contains(&&*taint.key.value.0))
    }

    /// Largest size of EPHEMERAL; the most specific level wins.
    pub fn ephemeral_limit<'m>(&'m self, cluster: &'m Cluster) -> Option<&'m language::Ephemeral> {
        self.settings(cluster)
            .filter_map(|(_, settings)| settings.ephemeral.as_deref())
            .last()
    }

    /// MAC addresses of the cards behind an interface: its own, or those of the links of a bond.
    pub fn macs(&self, interface: &Interface) -> Vec<Mac> {
        let own = |interface: &Interface| match &interface.kind {
            InterfaceKind::Nic { mac } => Some(mac.value),
            InterfaceKind::Bond { .. } => None,
        };
        match &interface.kind {
            InterfaceKind::Nic { .. } => own(interface).into_iter().collect(),
            InterfaceKind::Bond { links, .. } => {
                let find = |name: &Spanned<String>| {
                    self.interfaces
                        .iter()
                        .find(|nic| nic.name == *name)
                        .and_then(own)
                };
                links.iter().filter_map(find).collect()
            }
        }
    }

    /// Span of the property that names the hardware model, for messages about hardware.
    pub fn model_span(&self) -> Span {
        self.decl.model.span
    }
}
