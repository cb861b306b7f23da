//! Where Ceph's monitors are: they decide by majority what is true, so they are spread as copies
//! are.

use super::node::Node;
use super::resolved::Model;
use crate::language::FailureDomain;

/// As many as are usual: one may be lost.
const USUAL: u32 = 3;

impl Model {
    /// Machines that Ceph has disks on, whatever their state.
    pub fn storage_nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.has_storage())
    }

    /// Monitors of Ceph: an odd number, one per machine of the storage. Two lose their majority as
    /// soon as one does.
    pub fn monitors(&self) -> u32 {
        match self.storage_nodes().count() as u32 {
            0..USUAL => 1,
            _ => USUAL,
        }
    }

    /// Racks that monitors are spread over, by name: where a pool is, and there is one for
    /// each. Rook puts one monitor in a zone (rook v1.20.6 pkg/operator/ceph/cluster/mon/mon.go
    /// findAvailableZone).
    pub fn monitor_racks(&self) -> Vec<&str> {
        let by_rack = |pool: &super::Pool| pool.failure_domain.value == FailureDomain::Rack;
        if !self.pools().iter().any(by_rack) {
            return Vec::new();
        }
        let racks = self.storage_racks();
        let enough = racks.len() >= USUAL as usize && self.monitors() == USUAL;
        if enough { racks } else { Vec::new() }
    }

    /// Racks with machines of the storage, by name.
    pub fn storage_racks(&self) -> Vec<&str> {
        let rack = |node: &Node| Some(&*self.racks.get(node.rack?)?.name.value.0);
        let mut racks: Vec<&str> = self.storage_nodes().filter_map(rack).collect();
        racks.sort_unstable();
        racks.dedup();
        racks
    }
}
