//! What pods of a part ask for: said once, for the values of charts and for the ledgers.

use crate::language::types::Size;

/// Requests and limit of one container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pods {
    pub name: &'static str,
    /// Thousandths of a CPU, requested.
    pub millicpu: u64,
    /// Requested.
    pub memory: Size,
    /// Most memory. Talos' OOM handler spares only pods whose every container has a limit.
    pub limit: Size,
}

impl Pods {
    /// The CPUs that are requested, as Kubernetes writes them.
    pub fn cpu(&self) -> String {
        format!("{}m", self.millicpu)
    }
}

pub(super) const fn pods(
    name: &'static str,
    millicpu: u64,
    memory_mib: u64,
    limit_mib: u64,
) -> Pods {
    Pods {
        name,
        millicpu,
        memory: Size(memory_mib * Size::MIB),
        limit: Size(limit_mib * Size::MIB),
    }
}

/// Pods that may run on any of some machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deployment {
    pub pods: Pods,
    pub count: u64,
    /// On machines of the storage only.
    pub on_storage: bool,
}

impl Deployment {
    pub(super) const fn of(pods: Pods, count: u64) -> Self {
        Self {
            pods,
            count,
            on_storage: false,
        }
    }
}

/// What is taken of one machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Bytes.
    pub memory: u64,
    /// Thousandths of a CPU.
    pub millicpu: u64,
}

impl Share {
    pub(super) fn of(pods: Pods) -> Share {
        Share {
            memory: pods.memory.bytes(),
            millicpu: pods.millicpu,
        }
    }

    pub const NOTHING: Share = Share {
        memory: 0,
        millicpu: 0,
    };

    pub(super) fn plus(self, other: Share) -> Share {
        Share {
            memory: self.memory + other.memory,
            millicpu: self.millicpu + other.millicpu,
        }
    }
}
