//! Which files may be read: what a description, its folder or the repository names is a plain file
//! inside of that folder, of bounded size. What the caller names is his own word.
//!
//! Must not know: what is in the files.

use crate::output;
use crate::source::{Files, ReadError};
use crate::syntax::MAX_BYTES;
use std::cell::RefCell;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// Reads below one folder, and nowhere else.
pub(super) struct Folder {
    root: PathBuf,
    /// What was read so far: a line per file.
    seen: RefCell<String>,
}

impl Folder {
    pub fn new(root: &Path) -> Self {
        Folder {
            root: root.to_path_buf(),
            seen: RefCell::default(),
        }
    }

    /// Tells apart what was read: equal only if all files were, and held the same.
    pub fn fingerprint(&self) -> String {
        self.seen.borrow().clone()
    }

    fn text(&self, path: &str) -> Result<String, ReadError> {
        let relative = Path::new(path);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        {
            return Err(ReadError::Outside);
        }
        read_inside(&self.root, &self.root.join(relative))
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

/// The text of a file that stands in `root`, wherever its name leads.
pub(super) fn read_inside(root: &Path, file: &Path) -> Result<String, ReadError> {
    let real = real_inside(root, file)?;
    // Asked before it is opened: opening a pipe waits for its writer.
    let kind = real.metadata().map_err(reason)?;
    match (kind.is_file(), kind.is_dir()) {
        (true, _) => text(File::open(real).map_err(reason)?),
        (_, true) => Err(ReadError::Folder),
        _ => Err(ReadError::NotAFile),
    }
}

/// Where a file or folder really is, when that is in `root`.
pub(super) fn real_inside(root: &Path, path: &Path) -> Result<PathBuf, ReadError> {
    let root = root.canonicalize().map_err(reason)?;
    match path.canonicalize() {
        Ok(real) if real.starts_with(root) => Ok(real),
        Ok(_) => Err(ReadError::Outside),
        // A link that leads nowhere may lead somewhere tomorrow.
        Err(error) if error.kind() == ErrorKind::NotFound && path.is_symlink() => {
            Err(ReadError::Outside)
        }
        Err(error) => Err(reason(error)),
    }
}

/// The text of a file that the caller names: a pipe too.
pub(super) fn read_named(file: &Path) -> Result<String, ReadError> {
    text(File::open(file).map_err(reason)?)
}

/// All of a text, if it is one and not too long.
pub(super) fn text(from: impl Read) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(reason)?;
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge(MAX_BYTES as u64));
    }
    String::from_utf8(bytes).map_err(|error| {
        let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let encoding = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16".to_string(),
            _ => format!("another encoding, at byte {at} of the file"),
        };
        ReadError::NotText { encoding, line }
    })
}

fn reason(error: std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::Missing,
        ErrorKind::IsADirectory => ReadError::Folder,
        _ => ReadError::Unreadable(error.to_string()),
    }
}
