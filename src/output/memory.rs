//! What the last build of a folder was made of, so that a build that would change nothing need not compute what it would
//! write: an equal description and an equal compiler give equal output, and [`is_intact`](super::is_intact) sees that it is
//! still there. Lives in `.radier_cache`, beside the output and outside of Git: a fresh clone computes everything once.

use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the folder.
const FOLDER: &str = ".radier_cache";

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
        let Some(place) = place(out) else { return Ok(()) };
        let folder = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Written once: the folder keeps itself out of Git.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        let temporary = place.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&temporary, serde_json::to_vec(self)?)?;
        fs::rename(temporary, place)
    }
}

/// One file per output folder: builds to several do not push each other out.
fn place(out: &Path) -> Option<PathBuf> {
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(parent.join(FOLDER).join(format!("{}.json", out.file_name()?.to_string_lossy())))
}
