//! What one container of Ceph asks for: said once, for the values of the chart and for the ledgers.

use crate::language::types::Size;

/// Requests and limit of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daemon {
    /// Thousandths of a CPU, requested.
    pub millicpu: u64,
    /// Requested.
    pub memory: Size,
    /// Most memory. Talos' OOM handler spares only pods whose every container has a limit.
    pub limit: Size,
}

const fn daemon(millicpu: u64, memory_mib: u64, limit_mib: u64) -> Daemon {
    Daemon {
        millicpu,
        memory: Size(memory_mib * Size::MIB),
        limit: Size(limit_mib * Size::MIB),
    }
}

/// One disk. Ceph wants 4 GiB, and half a CPU for a spinning disk (rook v1.20.6
/// cluster/charts/rook-ceph-cluster).
pub const OSD: Daemon = daemon(500, 4 << 10, 4 << 10);
pub const MON: Daemon = daemon(300, 1 << 10, 2 << 10);
pub const MGR: Daemon = daemon(300, 1 << 10, 2 << 10);
pub const MGR_SIDECAR: Daemon = daemon(50, 40, 100);
pub const EXPORTER: Daemon = daemon(50, 50, 128);
/// Of a file system.
pub const MDS: Daemon = daemon(500, 1 << 10, 4 << 10);
