//! What the last build of a folder was made of, so that a build that would change nothing need not
//! compute what it would write: an equal description and an equal compiler give equal output, and
//! `is_intact` sees that it is still there. Lives in the cache folder of the
//! user, keyed by path, and never in the repository: what somebody commits has no say in what a
//! build does. It may be lost at any time.

use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The last build that went well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Which program it was: a compiler that was built anew may write something else.
    pub program: String,
    /// SHA-256 of the description's own files, with their names.
    pub description: String,
    /// SHA-256 of the files that it names.
    pub named: String,
    /// SHA-256 of the lock that it left.
    pub lock: String,
    /// What else the last words of a build need.
    pub words: String,
}

impl Memory {
    /// The memory of the last build to `out`; none when there is none, or it cannot be read.
    pub fn read(out: &Path) -> Option<Memory> {
        serde_json::from_slice(&fs::read(place(out)?).ok()?).ok()
    }

    /// Remembers a build, in one step. A caller may ignore an error: the next build computes again.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let Some(place) = place(out) else {
            return Ok(());
        };
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        super::place::write(&place, &serde_json::to_vec(self)?, false, None)
    }
}

/// One file per output folder: builds to several do not push each other out. None where no user has
/// a home.
fn place(out: &Path) -> Option<PathBuf> {
    let caches = etcetera::base_strategy::choose_base_strategy()
        .ok()?
        .cache_dir();
    let name = super::artifact::hash(out.canonicalize().ok()?.to_string_lossy().as_bytes());
    Some(caches.join("radier").join(format!("{name}.json")))
}
