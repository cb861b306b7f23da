//! Memory and CPUs of each node: what is built in, what the platform takes, what VMs may have.

use crate::language::types::Size;
use crate::model::{HugePages, Model, Node, huge_pages};
use crate::parts::{Parts, Share};

/// What Linux keeps before anything runs: 64 bytes for each page of 4 KiB (Linux struct page), and
/// its own code and tables. Of public machines with 32 to 512 GiB none had less left (the tests
/// below).
const PAGES: u64 = 64;
const KERNEL: u64 = 512 * Size::MIB;
/// What the kubelet does not give to pods: `systemReserved` of Talos (v1.13.9
/// pkg/machinery/constants KubeletSystemReservedMemoryWorker) and `evictionHard` of Kubernetes
/// (v1.36 kubelet/apis/config/v1beta1 memory.available).
const KUBELET: u64 = (192 + 100) * Size::MIB;
const SYSTEM_MILLICPU: u64 = 500;
/// etcd and the control plane's own pods; an assumption, stated in the documentation.
const CONTROL_PLANE: u64 = 4 * Size::GIB;
const CONTROL_PLANE_MILLICPU: u64 = 1_000;

/// Memory and CPUs of one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeLedger {
    /// Index into `Model::nodes`.
    pub node: usize,
    pub memory: Size,
    /// Linux, the kubelet, the control plane, and what parts run on each machine.
    pub system: Size,
    /// Requests of the Ceph daemons that run here and nowhere else.
    pub storage: Size,
    /// Set aside at boot: nothing that does not ask for them may use them.
    pub huge_pages: Size,
    /// What VMs and pods of tenants may have.
    pub free: Size,
    /// What the kubelet offers to all pods together, those of the platform too.
    pub allocatable: Size,
    /// What Linux counts as CPUs.
    pub threads: u32,
    /// Thousandths of a CPU that Ceph's daemons request here.
    pub storage_millicpu: u64,
    /// Thousandths of a CPU that VMs and pods of tenants may request.
    pub free_millicpu: u64,
}

/// Ledgers of all nodes whose hardware is known, in the order of `Model::nodes`.
pub fn nodes(model: &Model, parts: &Parts) -> Vec<NodeLedger> {
    let (shares, daemons) = (parts.take(model), parts.daemons());
    let ledger = |(at, node)| of_node(model, [shares[at], daemons], at, node);
    model.nodes.iter().enumerate().filter_map(ledger).collect()
}

fn of_node(
    model: &Model,
    [share, daemons]: [Share; 2],
    at: usize,
    node: &Node,
) -> Option<NodeLedger> {
    let hardware = model
        .hardware
        .get(node.hardware?)
        .filter(|hardware| !hardware.damaged)?;
    let (system, system_millicpu) = of_system(model, node, hardware.memory.value, daemons);
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
        allocatable: Size(
            (hardware.memory.bytes() - huge_pages)
                .saturating_sub(of_linux(hardware.memory.value) + KUBELET),
        ),
        threads,
        storage_millicpu,
        free_millicpu: (u64::from(threads) * 1_000)
            .saturating_sub(system_millicpu + storage_millicpu),
    })
}

/// What is gone before Ceph and tenants: bytes, and thousandths of a CPU.
fn of_system(model: &Model, node: &Node, memory: Size, daemons: Share) -> (u64, u64) {
    let mut all = (of_linux(memory) + KUBELET, SYSTEM_MILLICPU);
    if node.is_control_plane() {
        all.0 += CONTROL_PLANE;
        all.1 += CONTROL_PLANE_MILLICPU;
    }
    if model.takes_workloads(node) {
        all.0 += daemons.memory;
        all.1 += daemons.millicpu;
    }
    all
}

/// Bytes of a machine that no process ever sees.
fn of_linux(memory: Size) -> u64 {
    memory.bytes() / PAGES + KERNEL
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `MemTotal` in kB of machines that people have shown: 32 GiB and 128 GiB (a note on hosts of
    /// Filecoin miners, CentOS 7), 128 GiB (CloudLinux, troubleshooting "Slab is over 100Gb"), 256
    /// GiB (linux-mm, "ib_umem_get: register dax memory", a Xeon 8352Y), 512 GiB (linux-mm,
    /// "mm/hugetlb: allocate frozen pages", `hugetlb_free_vmemmap=off`).
    const SEEN: [(u64, u64); 5] = [
        (32, 32_818_656),
        (128, 131_912_620),
        (128, 131_822_716),
        (256, 263_744_088),
        (512, 528_015_112),
    ];

    #[test]
    fn linux_leaves_what_public_machines_show() {
        for (gib, total_kb) in SEEN {
            let memory = Size(gib * Size::GIB);
            let left = memory.bytes() - of_linux(memory);
            let total = total_kb * 1024;
            assert!(left <= total, "{gib} GiB: {} is promised", Size(left));
            let lost = total - left;
            assert!(lost <= 512 * Size::MIB, "{gib} GiB: {} is lost", Size(lost));
        }
    }
}
