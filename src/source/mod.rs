//! Files of a description, byte spans into them, and line numbers.
//!
//! Must not know: KDL, diagnostics, the domain.

mod files;
mod line_index;
mod span;
mod spans;

pub use files::{Files, ReadError};
pub use line_index::{LineIndex, Position};
pub use span::{FileId, Span, Spanned};
pub use spans::Spans;

/// One file: where it is, what it says, where its lines start.
#[derive(Debug)]
pub struct Source {
    /// As the user named it, with `/`; shown in messages, never written to `out/`.
    pub path: String,
    pub text: String,
    lines: LineIndex,
}

/// All files of one description.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and says how to refer to it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let id = FileId(self.files.len() as u32);
        self.files.push(Source {
            path: path.into(),
            lines: LineIndex::new(&text),
            text,
        });
        id
    }

    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files
            .iter()
            .enumerate()
            .map(|(i, source)| (FileId(i as u32), source))
    }

    /// The text under a span; empty when the span points nowhere.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|s| s.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Line and column of a byte offset, both from 1.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        self.get(file)
            .map(|s| s.lines.position(&s.text, offset as usize))
            .unwrap_or_default()
    }
}

impl Source {
    /// Where the lines of this file start.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}
