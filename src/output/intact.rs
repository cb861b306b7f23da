//! Whether a folder still is what its lock says, without the artifacts.

use super::artifact::{LOCK, hash};
use super::lock::Lock;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use walkdir::WalkDir;

/// `out` holds exactly the files of `lock`, each with the content that it had when the lock was
/// written: no journal, nothing foreign, nothing missing. Any doubt is a no.
pub fn is_intact(out: &Path, lock: &Lock) -> bool {
    let Some(found) = paths(out) else {
        return false;
    };
    if !found
        .iter()
        .map(String::as_str)
        .eq(lock.files.keys().map(String::as_str))
    {
        return false;
    }
    let files: Vec<(&String, &String)> = lock
        .files
        .iter()
        .map(|(path, (hash, _))| (path, hash))
        .collect();
    let (next, broken) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let mut buffer = Vec::new();
        while let Some((path, wanted)) = files.get(next.fetch_add(1, Ordering::Relaxed))
            && !broken.load(Ordering::Relaxed)
        {
            if !has_hash(&out.join(path), wanted, &mut buffer) {
                broken.store(true, Ordering::Relaxed);
            }
        }
    };
    let helpers = match files.len() {
        few if few < WORTH_THREADS => 0,
        _ => thread::available_parallelism().map_or(0, |all| all.get() - 1),
    };
    thread::scope(|scope| {
        (0..helpers).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    !broken.into_inner()
}

/// From this many files on, reading them is shared by the processors.
const WORTH_THREADS: usize = 256;

/// All files below `out` but the lock, sorted. None when something is there that is neither a plain
/// file nor a folder, or cannot be read.
fn paths(out: &Path) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for entry in WalkDir::new(out).min_depth(1) {
        let entry = entry.ok()?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry
            .path()
            .strip_prefix(out)
            .ok()?
            .to_str()?
            .replace('\\', "/");
        match entry.file_type().is_file() {
            true if path == LOCK => {}
            true => all.push(path),
            false => return None,
        }
    }
    all.sort_unstable();
    Some(all)
}

fn has_hash(path: &Path, wanted: &str, buffer: &mut Vec<u8>) -> bool {
    let mut read = || -> io::Result<String> {
        buffer.clear();
        File::open(path)?.read_to_end(buffer)?;
        Ok(hash(buffer))
    };
    read().is_ok_and(|found| found == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::lock::Lock;
    use std::fs;

    /// More files than one thread reads, so that each change is seen by whichever thread it falls
    /// to.
    #[test]
    fn any_change_of_many_files_is_seen() {
        let out = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..2 * WORTH_THREADS)
            .map(|at| format!("f{at:04}.yaml"))
            .collect();
        for name in &names {
            fs::write(out.path().join(name), name).unwrap();
        }
        let lock = Lock::new(
            names
                .iter()
                .map(|name| (name.clone(), hash(name.as_bytes()), "x".to_string())),
            "0.1.0",
        );
        assert!(is_intact(out.path(), &lock));
        for name in names.iter().step_by(61).chain(names.last()) {
            fs::write(out.path().join(name), "changed").unwrap();
            assert!(!is_intact(out.path(), &lock), "{name} changed");
            fs::remove_file(out.path().join(name)).unwrap();
            assert!(!is_intact(out.path(), &lock), "{name} missing");
            fs::write(out.path().join(name), name).unwrap();
        }
        fs::write(out.path().join("foreign"), "").unwrap();
        assert!(!is_intact(out.path(), &lock));
    }
}
