//! `out/.radier.journal`: what a build is about to do, written before it does it. After a crash,
//! the next build knows from it which files are its own.

use super::artifact::JOURNAL;
use super::place::{read_plain, write};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Per path: the SHA-256 that the file had (`-` for none) and the one that it gets (`-` for
/// deleted).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    pub entries: BTreeMap<String, (String, String)>,
}

impl Journal {
    /// The journal that a crashed build left behind; empty when there is none. A last line that was
    /// cut off is dropped: its file was not touched yet, because the journal is complete before the
    /// first file is.
    pub fn read(out: &Path) -> io::Result<Self> {
        let text = match read_plain(&out.join(JOURNAL)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let mut journal = Self::default();
        for line in text
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
        {
            let mut parts = line.splitn(3, ' ');
            if let (Some(old), Some(new), Some(path)) = (parts.next(), parts.next(), parts.next()) {
                journal
                    .entries
                    .insert(path.to_string(), (old.to_string(), new.to_string()));
            }
        }
        Ok(journal)
    }

    /// Writes the journal and waits until it is on the disk.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let text: String = self
            .entries
            .iter()
            .map(|(path, (old, new))| format!("{old} {new} {path}\n"))
            .collect();
        // Never in place: the journal of an earlier crash stays whole until this one is.
        write(&out.join(JOURNAL), text.as_bytes(), true, None)
    }

    pub fn remove(out: &Path) -> io::Result<()> {
        match fs::remove_file(out.join(JOURNAL)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[test]
fn a_journal_that_is_gone_is_gone() {
    let out = tempfile::tempdir().unwrap();
    assert!(Journal::remove(out.path()).is_ok());
    let mut journal = Journal::default();
    let hashes = ("-".to_string(), "0".repeat(64));
    journal.entries.insert("a.yaml".to_string(), hashes);
    journal.write(out.path()).unwrap();
    assert_eq!(Journal::read(out.path()).unwrap().entries, journal.entries);
    Journal::remove(out.path()).unwrap();
    assert!(Journal::read(out.path()).unwrap().entries.is_empty());
}
