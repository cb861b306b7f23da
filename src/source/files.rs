//! How the pure core asks for a file that the description names (a cloud-init template, say).

/// Reads files beside the description. Implemented by the command line on a folder, by tests on a map.
pub trait Files {
    /// The text of a file; `path` is relative to the description's own folder and uses `/`.
    fn read(&self, path: &str) -> Result<String, ReadError>;
}

/// Why a file beside the description could not be had, as words for the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// `..`, an absolute path, or a link that leaves the folder.
    Outside,
    /// It is a folder.
    Folder,
    /// It is there, but cannot be read as text; the reason in words.
    Unreadable(String),
}
