//! Memory and CPUs of each node: what is built in, what the platform takes, what VMs may have.

use crate::language::types::Size;
use crate::model::{HugePages, Model, Node, huge_pages};
use crate::parts::{Parts, Share};

/// Talos, the kubelet, the network plugin and Argo CD's share; an assumption, stated in the
/// documentation.
const SYSTEM: u64 = 4 * Size::GIB;
const SYSTEM_MILLICPU: u64 = 500;
/// etcd and the control plane's own pods, on top.
const CONTROL_PLANE: u64 = 4 * Size::GIB;
const CONTROL_PLANE_MILLICPU: u64 = 1_000;

/// Memory and CPUs of one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeLedger {
    /// Index into `Model::nodes`.
    pub node: usize,
    pub memory: Size,
    pub system: Size,
    /// Limits of the Ceph daemons that run here, or may.
    pub storage: Size,
    /// Set aside at boot: nothing that does not ask for them may use them.
    pub huge_pages: Size,
    /// What VMs and pods of tenants may have.
    pub free: Size,
    /// What Linux counts as CPUs.
    pub threads: u32,
    /// Thousandths of a CPU that Ceph's daemons request here.
    pub storage_millicpu: u64,
    /// Thousandths of a CPU that VMs and pods of tenants may request.
    pub free_millicpu: u64,
}

/// Ledgers of all nodes whose hardware is known, in the order of `Model::nodes`.
pub fn nodes(model: &Model, parts: &Parts) -> Vec<NodeLedger> {
    let shares = parts.take(model);
    let ledger = |(at, node)| of_node(model, shares[at], at, node);
    model.nodes.iter().enumerate().filter_map(ledger).collect()
}

fn of_node(model: &Model, share: Share, at: usize, node: &Node) -> Option<NodeLedger> {
    let hardware = model
        .hardware
        .get(node.hardware?)
        .filter(|hardware| !hardware.damaged)?;
    let (system, system_millicpu) = match node.is_control_plane() {
        true => (
            SYSTEM + CONTROL_PLANE,
            SYSTEM_MILLICPU + CONTROL_PLANE_MILLICPU,
        ),
        false => (SYSTEM, SYSTEM_MILLICPU),
    };
    let (storage, storage_millicpu) = (share.memory, share.millicpu);
    let pages = huge_pages(node, &model.cluster);
    let pages = pages
        .iter()
        .map(HugePages::bytes)
        .fold(0, u64::saturating_add);
    // More than there is room for is a mistake of its own.
    let room = hardware.memory.bytes().saturating_sub(system + storage);
    let huge_pages = Some(pages).filter(|bytes| *bytes <= room).unwrap_or(0);
    let taken = (system + storage).saturating_add(huge_pages);
    let threads = hardware.cpu.threads.unwrap_or(hardware.cpu.cores).value;
    Some(NodeLedger {
        node: at,
        memory: hardware.memory.value,
        system: Size(system),
        storage: Size(storage),
        huge_pages: Size(huge_pages),
        free: Size(hardware.memory.bytes().saturating_sub(taken)),
        threads,
        storage_millicpu,
        free_millicpu: (u64::from(threads) * 1_000)
            .saturating_sub(system_millicpu + storage_millicpu),
    })
}
