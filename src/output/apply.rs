//! Carries a plan out: journal, temporary files, rename, deletes, lock, journal removed. A crash at
//! any point leaves each file old or new.

use super::artifact::{LOCK, hash};
use super::journal::Journal;
use super::place::{self, Folders};
use super::plan::{Change, Plan};
use std::fs;
use std::io;
use std::path::Path;

/// Writes and deletes what `plan` says. The plan must have been made for `out` just now. `done`
/// hears of each file.
pub fn apply(plan: &Plan, out: &Path, done: &mut dyn FnMut()) -> io::Result<()> {
    if plan.is_clean() {
        return Ok(());
    }
    fs::create_dir_all(out)?;
    // A journal that is already there holds hashes which the next crash must still find.
    let mut journal = Journal::read(out)?;
    for change in &plan.changes {
        let (old, new) = match change {
            Change::Create { text, .. } => ("-".to_string(), hash(text.as_bytes())),
            Change::Update { text, old, .. } => (old.clone(), hash(text.as_bytes())),
            Change::Delete { old, .. } => (old.clone(), "-".to_string()),
        };
        journal
            .entries
            .insert(change.path().to_string(), (old, new));
    }
    journal.write(out)?;
    let mut folders = Folders::default();
    for path in &plan.temporary {
        remove(out, path, &mut folders)?;
    }
    for change in &plan.changes {
        match change {
            Change::Create { path, text, .. } | Change::Update { path, text, .. } => {
                folders.make(out, path.as_ref())?;
                place::write(&out.join(path), text.as_bytes(), false, None)?;
            }
            Change::Delete { path, .. } => {
                remove(out, path, &mut folders)?;
                remove_empty_folders(out, path);
            }
        }
        done();
    }
    place::write(&out.join(LOCK), plan.lock.text().as_bytes(), true, None)?;
    Journal::remove(out)
}

fn remove(out: &Path, path: &str, folders: &mut Folders) -> io::Result<()> {
    if !folders.are_real(out, path.as_ref()) {
        return Err(io::Error::other(format!("a folder of `{path}` is a link")));
    }
    match fs::remove_file(out.join(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the folders that a deleted file leaves empty, up to `out`.
fn remove_empty_folders(out: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(relative) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        // Not empty, or already gone: both end the walk.
        if fs::remove_dir(out.join(relative)).is_err() {
            return;
        }
        folder = relative.parent();
    }
}
