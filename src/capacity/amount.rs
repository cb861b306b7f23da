//! What is shared out: memory and CPU together.

/// Bytes of memory and thousandths of a CPU.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Amount {
    pub memory: u64,
    pub millicpu: u64,
}

impl Amount {
    pub(super) fn holds(self, other: Amount) -> bool {
        self.memory >= other.memory && self.millicpu >= other.millicpu
    }

    pub(super) fn plus(self, other: Amount) -> Amount {
        Amount {
            memory: self.memory.saturating_add(other.memory),
            millicpu: self.millicpu.saturating_add(other.millicpu),
        }
    }

    pub(super) fn minus(self, other: Amount) -> Amount {
        Amount {
            memory: self.memory - other.memory,
            millicpu: self.millicpu - other.millicpu,
        }
    }
}
