//! What the last build left: its lock, and whether it was made of the same things as this one.

use super::build::arguments::Arguments;
use super::build::clusters::Cluster;
use super::failure::Failure;
use super::input::{self, Input};
use crate::emit::Override;
use crate::output::{self, LOCK, Lock, LockError, Memory};
use std::io::ErrorKind;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Of one build.
pub(super) struct LastBuild {
    /// The lock on disk, or why it cannot be used.
    pub lock: Result<Option<Lock>, Failure>,
    /// Fingerprint of the files that the description names, once they are read.
    pub named: String,
    description: String,
    program: Option<String>,
    /// What is remembered, when all that is known so far is as it was.
    memory: Option<Memory>,
}

impl LastBuild {
    /// Reads the lock, and what is remembered.
    pub fn of(arguments: &Arguments, inputs: &[Input]) -> LastBuild {
        let mut last = LastBuild {
            lock: Ok(None),
            named: String::new(),
            description: String::new(),
            program: None,
            memory: None,
        };
        if arguments.stdout {
            return last;
        }
        let hash = last.read_lock(arguments);
        // The verdict of `--check` is computed: nothing that lies around may have a say in it.
        if arguments.no_cache || arguments.check {
            return last;
        }
        last.description = input::fingerprint(inputs);
        last.program = program();
        let memory = Memory::read(&arguments.out);
        last.memory = memory.filter(|memory| {
            Some(&memory.program) == last.program.as_ref()
                && memory.description == last.description
                && memory.lock == hash
        });
        last
    }

    /// Reads the lock, and returns the SHA-256 of its text.
    pub fn read_lock(&mut self, arguments: &Arguments) -> String {
        let found = lock(&arguments.out);
        let hash = found
            .as_ref()
            .ok()
            .and_then(|found| Some(found.as_ref()?.1.clone()))
            .unwrap_or_default();
        self.lock = found.map(|found| found.map(|(lock, _)| lock));
        hash
    }

    /// The lock, when the output may be what this build would write.
    pub fn promising(&self) -> Option<&Lock> {
        self.lock
            .as_ref()
            .ok()?
            .as_ref()
            .filter(|_| self.memory.is_some())
    }

    /// What escape hatches override, by cluster, when this build need not compute anything:
    /// everything that goes into it is as it was, and so is everything that came out.
    pub fn overrides(&self, is_intact: bool) -> Option<Vec<Vec<Override>>> {
        let memory = self
            .memory
            .as_ref()
            .filter(|memory| is_intact && memory.named == self.named)?;
        serde_json::from_str(&memory.words).ok()
    }

    /// For the next build. A folder that cannot be written is no mistake: that build computes
    /// again.
    pub fn remember(self, clusters: &[Cluster], arguments: &Arguments) {
        let Some(program) = self.program else { return };
        let Ok(lock) = std::fs::read(arguments.out.join(LOCK)) else {
            return;
        };
        let overrides: Vec<_> = clusters.iter().map(|cluster| &cluster.overrides).collect();
        let Ok(words) = serde_json::to_string(&overrides) else {
            return;
        };
        let memory = Memory {
            program,
            description: self.description,
            named: self.named,
            lock: output::hash(&lock),
            words,
        };
        if self.memory.as_ref() != Some(&memory) {
            let _ = memory.write(&arguments.out);
        }
    }
}

/// This program: its version, and size and time of its file, as ccache tells compilers apart.
fn program() -> Option<String> {
    let metadata = std::env::current_exe()
        .and_then(|path| path.metadata())
        .ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(
        "{} {} {}",
        crate::version::VERSION,
        metadata.len(),
        modified.as_nanos()
    ))
}

/// The lock on disk and the SHA-256 of its text.
fn lock(out: &Path) -> Result<Option<(Lock, String)>, Failure> {
    let path = out.join(LOCK);
    let text = match output::read_plain(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io(&path, &error)),
    };
    let newer = |version: &str| {
        Failure::at(
            &path,
            format!(
                "was written by Radier {version}; this is {}",
                crate::version::VERSION
            ),
        )
        .help(format!(
            "install Radier {version} or later, or everybody's output would go back and forth"
        ))
    };
    let parsed = |version: &str| semver::Version::parse(version).ok();
    match Lock::parse(&text) {
        Ok(lock) => match (parsed(&lock.version), parsed(crate::version::VERSION)) {
            (Some(theirs), Some(ours)) if theirs > ours => Err(newer(&lock.version)),
            _ => Ok(Some((lock, output::hash(text.as_bytes())))),
        },
        Err(LockError::Newer(version)) => Err(newer(&version)),
        Err(LockError::Broken(line)) => {
            let failure = Failure::at(&path, "this line is not of a lock").line(line);
            Err(failure.help(format!(
                "a merge may have left its marks; take the lock of either side (`git checkout \
                 --ours {}`) and build again",
                path.display()
            )))
        }
    }
}
