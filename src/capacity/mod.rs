//! Ledgers: how many bytes and CPUs there are, what takes them, what is left. Rules and documentation share them.
//!
//! Must not know: text, YAML.

mod club;
mod node;
mod pod;
mod pool;
mod storage;

pub use club::{ClubLedger, vm_bytes};
pub use node::{NodeLedger, nodes};
pub use pod::vm_pod_memory;
pub use pool::{Hosts, PoolBytes, class_hosts, hosts_with, pool_bytes, usable};
pub use storage::{ClassLedger, classes};
