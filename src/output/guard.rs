//! One build at a time writes to a folder.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// While it lives, no other build takes the folder. The system lets go of it when the process ends,
/// however it ends.
#[derive(Debug)]
pub struct Guard {
    _folder: Option<File>,
}

/// Who may be in the folder at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Others may read too.
    Read,
    /// Nobody else.
    Write,
}

impl Guard {
    /// Takes a folder that exists; none when another build has it and `wait` is false. The folder
    /// itself is locked: a file for it would have to be told apart from those of the output. Where
    /// folders cannot be locked (Windows, some network file systems), nothing is.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn take(folder: &Path, access: Access, wait: bool) -> io::Result<Option<Guard>> {
        if cfg!(windows) {
            return Ok(Some(Guard { _folder: None }));
        }
        let file = File::open(folder)?;
        let tried = match access {
            Access::Read => file.try_lock_shared(),
            Access::Write => file.try_lock(),
        };
        match tried {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if !wait => return Ok(None),
            Err(TryLockError::WouldBlock) if access == Access::Read => file.lock_shared()?,
            Err(TryLockError::WouldBlock) => file.lock()?,
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Some(Guard { _folder: None }));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(Some(Guard {
            _folder: Some(file),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_or_several_read() {
        let folder = tempfile::tempdir().unwrap();
        let take = |access| Guard::take(folder.path(), access, false).unwrap();
        let writer = take(Access::Write).unwrap();
        assert!(take(Access::Write).is_none() && take(Access::Read).is_none());
        drop(writer);
        let (one, two) = (take(Access::Read), take(Access::Read));
        assert!(one.is_some() && two.is_some() && take(Access::Write).is_none());
    }

    /// Who waited to read lets others read.
    #[test]
    fn readers_that_waited_share() {
        let folder = tempfile::tempdir().unwrap();
        let writer = Guard::take(folder.path(), Access::Write, false).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| Guard::take(folder.path(), Access::Read, true).unwrap());
            std::thread::sleep(std::time::Duration::from_millis(100));
            assert!(!waiting.is_finished());
            drop(writer);
            let reader = waiting.join().unwrap();
            let another = Guard::take(folder.path(), Access::Read, false).unwrap();
            assert!(reader.is_some() && another.is_some());
        });
    }
}
