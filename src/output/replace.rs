//! Replaces one file of the description.

use super::place;
use std::fs;
use std::io;
use std::path::Path;

/// Writes `text` to the file at `path`, in one step. A link stays a link, and keeps pointing where
/// it does; the caller knows that it leads to a file that may be written.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize()?;
    let permissions = fs::metadata(&target)?.permissions();
    place::write(&target, text.as_bytes(), true, Some(permissions))
}
