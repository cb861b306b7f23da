//! Carries a plan out: journal, temporary files, rename, deletes, lock, journal removed. A crash at any point
//! leaves each file old or new.

use super::journal::Journal;
use super::{Change, LOCK, Plan, TEMPORARY, hash};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes and deletes what `plan` says. The plan must have been made for `out` just now. `done` hears of each file.
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
        journal.entries.insert(change.path().to_string(), (old, new));
    }
    journal.write(out)?;
    for path in &plan.temporary {
        remove(&out.join(path))?;
    }
    for change in &plan.changes {
        match change {
            Change::Create { path, text, .. } | Change::Update { path, text, .. } => write(out, path, text, false)?,
            Change::Delete { path, .. } => {
                remove(&out.join(path))?;
                remove_empty_folders(out, path);
            }
        }
        done();
    }
    write(out, LOCK, &plan.lock.text(), true)?;
    Journal::remove(out)
}

/// Replaces one file in one step: a reader sees the old text or the new one.
fn write(out: &Path, path: &str, text: &str, durable: bool) -> io::Result<()> {
    let target = out.join(path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = out.join(format!("{path}{TEMPORARY}"));
    let mut file = fs::File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    if durable {
        file.sync_all()?;
    }
    drop(file);
    fs::rename(&temporary, &target)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
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
