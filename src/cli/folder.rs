//! Files beside the description, for the pure core.

use crate::output;
use crate::source::{Files, ReadError};
use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Reads below one folder, and nowhere else.
pub(super) struct Folder {
    root: PathBuf,
    /// What was read so far: a line per file.
    seen: RefCell<String>,
}

impl Folder {
    pub fn new(root: &Path) -> Self {
        Folder { root: root.to_path_buf(), seen: RefCell::default() }
    }

    /// Tells apart what was read: equal only if all files were, and held the same.
    pub fn fingerprint(&self) -> String {
        self.seen.borrow().clone()
    }

    fn text(&self, path: &str) -> Result<String, ReadError> {
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

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        let found = self.text(path);
        let seen = match &found {
            Ok(text) => output::hash(text.as_bytes()),
            Err(error) => format!("{error:?}"),
        };
        self.seen.borrow_mut().push_str(&format!("{seen} {path}\n"));
        found
    }
}

fn reason(error: std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::Missing,
        ErrorKind::IsADirectory => ReadError::Folder,
        _ => ReadError::Unreadable(error.to_string()),
    }
}
