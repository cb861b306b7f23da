//! What a build would do to a folder, without doing it.

use super::artifact::{Artifact, JOURNAL, LOCK, hash};
use super::journal::Journal;
use super::lock::Lock;
use super::place::{Folders, target_of};
use super::taken::Taken;
use rustc_hash::FxHashMap;
use std::fs;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// One file that a build writes or removes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Create {
        path: String,
        entity: String,
        text: String,
    },
    Update {
        path: String,
        entity: String,
        text: String,
        old: String,
    },
    Delete {
        path: String,
        entity: String,
        old: String,
    },
}

/// A file that a build must not touch without being told to.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// Neither lock nor journal knows it.
    Foreign { path: String },
    /// It was changed by hand since the last build.
    Edited { path: String, entity: String },
    /// A link or a folder stands where a file belongs.
    NotAFile { path: String },
}

/// The difference between a folder and the artifacts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub conflicts: Vec<Conflict>,
    /// Files that are already right.
    pub unchanged: usize,
    pub lock: Lock,
    /// The lock on disk differs from the new one.
    pub lock_changed: bool,
    /// Left over by a crashed build; safe to remove.
    pub temporary: Vec<String>,
    /// A crashed build left its journal.
    pub has_journal: bool,
}

impl Change {
    pub fn path(&self) -> &str {
        match self {
            Change::Create { path, .. }
            | Change::Update { path, .. }
            | Change::Delete { path, .. } => path,
        }
    }

    pub fn entity(&self) -> &str {
        match self {
            Change::Create { entity, .. }
            | Change::Update { entity, .. }
            | Change::Delete { entity, .. } => entity,
        }
    }
}

impl Conflict {
    pub fn path(&self) -> &str {
        match self {
            Conflict::Foreign { path }
            | Conflict::Edited { path, .. }
            | Conflict::NotAFile { path } => path,
        }
    }
}

impl Plan {
    /// For a folder that is what its lock says, and that a build would not change.
    pub fn nothing(lock: Lock) -> Plan {
        Plan {
            unchanged: lock.files.len(),
            lock,
            ..Plan::default()
        }
    }

    /// The folder is exactly what a build would make it.
    pub fn is_clean(&self) -> bool {
        self.changes.is_empty()
            && self.conflicts.is_empty()
            && !self.lock_changed
            && self.temporary.is_empty()
            && !self.has_journal
    }
}

/// Compares `artifacts` with the folder `out`, one at a time: those that are there already are not
/// kept. `lock` is the one on disk, if there is one.
pub fn plan(
    artifacts: impl IntoIterator<Item = Artifact>,
    out: &Path,
    lock: Option<&Lock>,
    version: &str,
) -> io::Result<Plan> {
    let journal = Journal::read(out)?;
    let mut plan = Plan {
        has_journal: out.join(JOURNAL).exists(),
        ..Plan::default()
    };
    let mut hashes = Vec::new();
    let mut wanted = Taken::default();
    let mut folders = Folders::default();
    let known = Known {
        lock,
        journal: &journal,
    };
    for artifact in artifacts {
        let new = hash(artifact.text.as_bytes());
        wanted.take(&artifact.path)?;
        hashes.push((artifact.path.clone(), new.clone(), artifact.entity.clone()));
        debug_assert!(Lock::can_hold(&artifact), "{}", artifact.path);
        known.compare(artifact, &new, out, &mut folders, &mut plan)?;
    }
    plan.lock = Lock::new(hashes, version);
    known.leftovers(out, &wanted, &mut plan)?;
    plan.changes.sort_by(|a, b| a.path().cmp(b.path()));
    let on_disk = lock.map(Lock::text);
    // A newer compiler that writes the same files leaves the lock alone.
    let same = lock.is_some_and(|lock| lock.files == plan.lock.files);
    plan.lock_changed = on_disk.is_none() || !same;
    if same && let Some(lock) = lock {
        plan.lock.version.clone_from(&lock.version);
    }
    Ok(plan)
}

/// What earlier builds left behind.
struct Known<'a> {
    lock: Option<&'a Lock>,
    journal: &'a Journal,
}

impl Known<'_> {
    /// The file is as some build left it: as the lock says, or either side of the journal.
    fn is_ours(&self, path: &str, found: &str) -> bool {
        let locked = self
            .lock
            .and_then(|lock| lock.files.get(path))
            .is_some_and(|(hash, _)| hash == found);
        locked
            || self
                .journal
                .entries
                .get(path)
                .is_some_and(|(old, new)| old == found || new == found)
    }

    fn is_known(&self, path: &str) -> bool {
        self.lock.is_some_and(|lock| lock.files.contains_key(path))
            || self.journal.entries.contains_key(path)
    }

    fn compare(
        &self,
        artifact: Artifact,
        new: &str,
        out: &Path,
        folders: &mut Folders,
        plan: &mut Plan,
    ) -> io::Result<()> {
        let full = out.join(&artifact.path);
        let Artifact { path, entity, text } = artifact;
        if !folders.are_real(out, path.as_ref()) {
            plan.conflicts.push(Conflict::NotAFile { path });
            return Ok(());
        }
        match fs::symlink_metadata(&full) {
            Ok(metadata) if !metadata.is_file() => plan.conflicts.push(Conflict::NotAFile { path }),
            Ok(_) => {
                let bytes = fs::read(&full)?;
                if bytes == text.as_bytes() {
                    plan.unchanged += 1;
                    return Ok(());
                }
                let old = hash(&bytes);
                debug_assert_ne!(old, new);
                if !self.is_known(&path) {
                    plan.conflicts
                        .push(Conflict::Foreign { path: path.clone() });
                } else if !self.is_ours(&path, &old) {
                    plan.conflicts.push(Conflict::Edited {
                        path: path.clone(),
                        entity: entity.clone(),
                    });
                }
                plan.changes.push(Change::Update {
                    path,
                    entity,
                    text,
                    old,
                });
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                plan.changes.push(Change::Create { path, entity, text });
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Files on disk that the new build does not have: ours are deleted, others are foreign.
    fn leftovers(&self, out: &Path, wanted: &Taken, plan: &mut Plan) -> io::Result<()> {
        let entities: FxHashMap<&str, &str> = self
            .lock
            .iter()
            .flat_map(|lock| &lock.files)
            .map(|(path, (_, entity))| (path.as_str(), entity.as_str()))
            .collect();
        for entry in WalkDir::new(out).min_depth(1).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.depth() == 0 => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(out) else {
                continue;
            };
            let path = relative.to_string_lossy().replace('\\', "/");
            if wanted.has(&path) || path == LOCK || path == JOURNAL {
                continue;
            }
            if let Some(target) = target_of(&path)
                && (self.journal.entries.contains_key(target)
                    || target == LOCK
                    || target == JOURNAL)
            {
                plan.temporary.push(path);
                continue;
            }
            if !self.is_known(&path) || !entry.file_type().is_file() {
                plan.conflicts.push(Conflict::Foreign { path });
                continue;
            }
            let old = hash(&fs::read(entry.path())?);
            let entity = entities
                .get(path.as_str())
                .unwrap_or(&"an earlier build")
                .to_string();
            if !self.is_ours(&path, &old) {
                plan.conflicts.push(Conflict::Edited {
                    path: path.clone(),
                    entity: entity.clone(),
                });
            }
            plan.changes.push(Change::Delete { path, entity, old });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(out: &Path, path: &str) -> Plan {
        let artifact = Artifact {
            path: path.to_string(),
            entity: "node a".to_string(),
            text: "a: 1\n".to_string(),
        };
        plan([artifact], out, None, "0.1.0").unwrap()
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        let lab = tempfile::tempdir().unwrap();
        let plan = planned(&lab.path().join("out"), "a.yaml");
        assert!(matches!(plan.changes.as_slice(), [Change::Create { .. }]));
        assert!(plan.conflicts.is_empty());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_in_the_way_is_a_conflict() {
        let lab = tempfile::tempdir().unwrap();
        let out = lab.path().join("out");
        fs::create_dir_all(lab.path().join("elsewhere")).unwrap();
        fs::create_dir_all(&out).unwrap();
        std::os::unix::fs::symlink("../elsewhere", out.join("link")).unwrap();
        let plan = planned(&out, "link/a.yaml");
        assert!(plan.changes.is_empty());
        let is_told = |conflict: &Conflict| match conflict {
            Conflict::NotAFile { path } => path == "link/a.yaml",
            _ => false,
        };
        assert!(plan.conflicts.iter().any(is_told));
    }
}
