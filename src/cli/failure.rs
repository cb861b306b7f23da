//! What keeps a command from doing its work: input that cannot be read, output that cannot be
//! written, wrong usage.

use crate::diagnostic::visible;
use crate::source::ReadError;
use std::fmt;
use std::path::Path;

/// Why a command ended early.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    /// The file or folder that it is about.
    pub path: Option<String>,
    /// Of the file, from 1.
    pub line: Option<usize>,
    pub message: String,
    pub help: Option<String>,
}

impl Failure {
    /// About a file or folder.
    pub fn at(path: &Path, message: impl Into<String>) -> Self {
        Failure {
            path: Some(shown(path)),
            line: None,
            message: message.into(),
            help: None,
        }
    }

    /// A file of the description that cannot be read.
    pub fn read(path: &Path, error: &ReadError) -> Self {
        let (message, help) = error.words();
        let (line, message) = match error {
            ReadError::NotText { line, encoding } => {
                (Some(*line), format!("the text is not UTF-8 but {encoding}"))
            }
            _ => (None, message),
        };
        let help = if *error == ReadError::Missing {
            "give the folder of the description, or run where `infra/` is"
        } else {
            help
        };
        Failure {
            line,
            ..Failure::at(path, message)
        }
        .help(help)
    }

    /// A file that cannot be read or written.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        Failure::at(path, error.to_string())
    }

    pub fn help(self, help: impl Into<String>) -> Self {
        Failure {
            help: Some(help.into()),
            ..self
        }
    }

    pub fn line(self, line: usize) -> Self {
        Failure {
            line: Some(line),
            ..self
        }
    }
}

/// A path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy().replace('\\', "/")).into_owned()
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}")?;
            self.line.iter().try_for_each(|line| write!(f, ":{line}"))?;
            write!(f, ": ")?;
        }
        write!(f, "{}", visible(&self.message))?;
        self.help
            .iter()
            .try_for_each(|help| write!(f, "\nhelp: {help}"))
    }
}

impl From<String> for Failure {
    /// A message, and what to do behind `help:` on a line of its own.
    fn from(text: String) -> Self {
        let (message, help) = match text.split_once("\nhelp: ") {
            Some((message, help)) => (message.to_string(), Some(help.to_string())),
            None => (text, None),
        };
        Failure {
            path: None,
            line: None,
            message,
            help,
        }
    }
}
