//! A file of `out/`, and the names of the files that a build keeps for itself.

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
pub(super) const JOURNAL: &str = ".radier.journal";
/// End of the name of a file that is being written.
pub(super) const TEMPORARY: &str = ".radier-tmp";

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
