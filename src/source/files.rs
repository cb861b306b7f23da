//! How the pure core asks for a file that the description names (a cloud-init template, say).

/// Reads files beside the description. Implemented by the command line on a folder, by tests on a
/// map.
pub trait Files {
    /// The text of a file; `path` is relative to the description's own folder and uses `/`.
    fn read(&self, path: &str) -> Result<String, ReadError>;
}

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// `..`, an absolute path, or a link that leaves the folder.
    Outside,
    /// It is a folder.
    Folder,
    /// A pipe, a device or a socket: reading it could wait for ever.
    NotAFile,
    /// It has more than so many bytes.
    TooLarge(u64),
    /// It is not UTF-8: the encoding that it seems to be, and the line, from 1, of the first byte
    /// that cannot be read.
    NotText { encoding: String, line: usize },
    /// It is there, but cannot be read; the reason in words.
    Unreadable(String),
}

impl ReadError {
    /// What is wrong, as words that follow the name of the file; and what to do.
    pub fn words(&self) -> (String, &'static str) {
        match self {
            ReadError::Missing => (
                "there is no such file".to_string(),
                "write the path from the folder of this file on",
            ),
            ReadError::Outside => (
                "is outside of the folder of this description".to_string(),
                "copy it into the folder of the description, and write its path from there; `..`, \
                 absolute paths and links that lead outside are refused",
            ),
            ReadError::Folder => ("is a folder".to_string(), "name a file in it"),
            ReadError::NotAFile => (
                "is a pipe or a device, not a file".to_string(),
                "put a plain file in its place",
            ),
            ReadError::TooLarge(most) => (
                format!("is larger than {} MiB", most >> 20),
                "split it into several files",
            ),
            ReadError::NotText { encoding, line } => (
                format!("is not UTF-8 but {encoding}, from line {line} on"),
                "save the file as UTF-8 in your editor",
            ),
            ReadError::Unreadable(reason) => {
                (reason.clone(), "look who may read it: `ls -l` shows it")
            }
        }
    }
}
