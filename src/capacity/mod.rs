//! Ledgers: how many bytes and CPUs there are, what takes them, what is left. Rules and
//! documentation share them.
//!
//! Must not know: text, YAML.

mod amount;
mod arrival;
mod club;
mod node;
pub mod placement;
mod pod;
mod pool;
mod storage;
mod vms;

pub use amount::Amount;
pub use club::{ClubLedger, vm_bytes};
pub use node::{NodeLedger, nodes};
pub use pod::vm_pod_memory;
pub use pool::{
    Hosts, MoreDisks, PoolBytes, class_hosts, hosts_in_all, hosts_with, pool_bytes, usable,
};
pub use storage::{ClassLedger, classes};
pub use vms::{Loss, MILLICPU_OF_A_CPU, VmPlacement};
