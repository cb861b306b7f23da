//! Memory and CPUs of each node: what is built in, what the platform takes, what VMs may have.

use crate::language::types::Size;
use crate::model::{Model, Node};

/// Talos, the kubelet, the network plugin and Argo CD's share; an assumption, stated in the documentation.
const SYSTEM: u64 = 4 * Size::GIB;
/// etcd and the control plane's own pods, on top.
const CONTROL_PLANE: u64 = 4 * Size::GIB;
/// Memory limits of the Ceph daemons in the values that we emit.
pub const OSD_MEMORY: u64 = 4 * Size::GIB;
const MON_AND_MGR: u64 = 4 * Size::GIB;

/// Memory and CPUs of one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeLedger {
    /// Index into `Model::nodes`.
    pub node: usize,
    pub memory: Size,
    pub system: Size,
    pub storage: Size,
    /// What VMs and pods of tenants may have.
    pub free: Size,
    /// What Linux counts as CPUs.
    pub threads: u32,
}

/// Ledgers of all nodes whose hardware is known, in the order of `Model::nodes`.
pub fn nodes(model: &Model) -> Vec<NodeLedger> {
    let ledger = |(at, node)| of_node(model, at, node);
    model.nodes.iter().enumerate().filter_map(ledger).collect()
}

fn of_node(model: &Model, at: usize, node: &Node) -> Option<NodeLedger> {
    let hardware = model.hardware.get(node.hardware?).filter(|hardware| !hardware.damaged)?;
    let system = SYSTEM + if node.is_control_plane() { CONTROL_PLANE } else { 0 };
    let osds = node.storage_disks().count() as u64;
    let storage = if osds > 0 { osds * OSD_MEMORY + MON_AND_MGR } else { 0 };
    Some(NodeLedger {
        node: at,
        memory: hardware.memory.value,
        system: Size(system),
        storage: Size(storage),
        free: Size(hardware.memory.bytes().saturating_sub(system + storage)),
        threads: hardware.cpu.threads.unwrap_or(hardware.cpu.cores).value,
    })
}
