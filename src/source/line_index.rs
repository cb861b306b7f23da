//! Byte offset -> line and column, without rescanning the file.

/// A place for a person: line and column from 1. `column` counts characters, `byte_column` bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    pub byte_column: usize,
}

/// Where each line of a text starts. Lines end at LF; a CR before it belongs to the line's end.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        Self {
            starts: std::iter::once(0)
                .chain(ends.map(|at| at as u32 + 1))
                .collect(),
        }
    }

    /// Number of lines; a text that ends in LF has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Line (from 0) that holds a byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start as usize <= offset)
            .saturating_sub(1)
    }

    /// Byte range of a line (from 0), its LF included.
    pub fn range(&self, line: usize, text_len: usize) -> std::ops::Range<usize> {
        let at = |line: usize| {
            self.starts
                .get(line)
                .map_or(text_len, |start| *start as usize)
        };
        at(line)..at(line + 1)
    }

    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_char(text, offset);
        let line = self.line_of(offset);
        let start = self.range(line, text.len()).start;
        let column = text
            .get(start..offset)
            .map_or(0, |part| part.chars().count());
        Position {
            line: line + 1,
            column: column + 1,
            byte_column: offset - start + 1,
        }
    }
}

/// The nearest character boundary at or before `offset`.
fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_bytes_apart() {
        let text = "été\nab\n";
        let index = LineIndex::new(text);
        assert_eq!(
            index.position(text, 3),
            Position {
                line: 1,
                column: 3,
                byte_column: 4
            }
        );
        assert_eq!(
            index.position(text, 7),
            Position {
                line: 2,
                column: 2,
                byte_column: 2
            }
        );
        assert_eq!(
            index.position(text, 999),
            Position {
                line: 3,
                column: 1,
                byte_column: 1
            }
        );
    }
}
