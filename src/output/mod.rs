//! Artifacts and the folder on disk -> writes and deletes. The only module that writes files.
//!
//! Must not know: the domain.

mod apply;
mod guard;
mod intact;
mod journal;
mod lock;
mod memory;
mod place;
mod plan;
mod replace;
mod taken;

pub use apply::apply;
pub use guard::{Access, Guard};
pub use intact::is_intact;
pub use lock::{Lock, LockError};
pub use memory::Memory;
pub use place::{link_in, read_plain};
pub use plan::{Change, Conflict, Plan, plan};
pub use replace::replace;
pub use taken::Taken;

/// A file of `out/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// Relative to `out/`, with `/`.
    pub path: String,
    /// What of the description it comes from: `node/worker-1`.
    pub entity: String,
    pub text: String,
}

/// Where the lock stands in `out/`.
pub const LOCK: &str = "radier.lock";
const JOURNAL: &str = ".radier.journal";
/// End of the name of a file that is being written.
const TEMPORARY: &str = ".radier-tmp";

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
