//! Files beside the description, for the pure core.

use crate::source::{Files, ReadError};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Reads below one folder, and nowhere else.
pub(super) struct Folder {
    pub root: PathBuf,
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        let relative = Path::new(path);
        if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(ReadError::Outside);
        }
        let inside = |path: &Path| path.canonicalize();
        let full = inside(&self.root.join(relative)).map_err(reason)?;
        let root = inside(&self.root).map_err(reason)?;
        if !full.starts_with(root) {
            return Err(ReadError::Outside);
        }
        let bytes = std::fs::read(full).map_err(reason)?;
        String::from_utf8(bytes).map_err(|_| ReadError::Unreadable("is not UTF-8 text".to_string()))
    }
}

fn reason(error: std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::Missing,
        ErrorKind::IsADirectory => ReadError::Folder,
        _ => ReadError::Unreadable(error.to_string()),
    }
}
