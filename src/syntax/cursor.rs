//! A place in a text, and the moves that the parser makes.

use super::lexical::{is_blank, is_newline};
use super::marks::{self, Conflict};
use crate::source::{FileId, Span};

/// A place in a text. Copied to look ahead.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    file: FileId,
    /// Byte offset; always at a character.
    pub at: usize,
    /// The last place whose line was asked for, and where that line starts.
    known: usize,
    line: usize,
}

impl<'a> Cursor<'a> {
    /// At the start, behind a byte order mark.
    pub fn new(text: &'a str, file: FileId) -> Self {
        Self {
            text,
            file,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            known: 0,
            line: 0,
        }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end.min(self.text.len()))
    }

    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.rest().chars().next(),
            None => None,
        }
    }

    pub fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Moves over bytes that are known to be ASCII.
    pub fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    pub fn skip_all(&mut self) {
        self.at = self.text.len();
    }

    pub fn starts(&self, prefix: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(prefix.as_bytes())
    }

    pub fn eat(&mut self, prefix: &str) -> bool {
        let found = self.starts(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    /// Moves over all characters that are `wanted`, and gives them.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| wanted(*c)) {
            self.at += c.len_utf8();
        }
        &self.text[start..self.at]
    }

    /// Moves over one line end.
    pub fn newline(&mut self) {
        if !self.eat("\r\n") && self.peek().is_some_and(is_newline) {
            self.bump();
        }
    }

    /// Number of `#` of a raw text that starts here, if one does.
    pub fn raw_hashes(&self) -> Option<usize> {
        let bytes = &self.text.as_bytes()[self.at..];
        let hashes = bytes.iter().take_while(|byte| **byte == b'#').count();
        (hashes > 0 && bytes.get(hashes) == Some(&b'"')).then_some(hashes)
    }

    /// Where the closing quotes of a text start. A text with one quote ends on its line.
    pub fn find_quotes(&self, quotes: usize, hashes: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let closes = |at: usize| {
            let end = at + quotes;
            bytes.len() >= end + hashes
                && bytes[at..end].iter().all(|b| *b == b'"')
                && bytes[end..end + hashes].iter().all(|b| *b == b'#')
        };
        let mut at = self.at;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' if closes(at) => return Some(at),
                // An escaped line end may stand in a text on one line: it is none.
                b'\\' if hashes == 0 => at = self.escaped(at + 1, quotes),
                _ if quotes == 1 && self.ends_line(at) => return None,
                _ => at += 1,
            }
        }
        None
    }

    /// Behind an escape whose `\` stands before `at`.
    fn escaped(&self, at: usize, quotes: usize) -> usize {
        let blank = |c: char| is_blank(c) || (is_newline(c) && quotes == 1);
        let rest = self.text.get(at..).unwrap_or("");
        match rest.chars().next() {
            Some(c) if blank(c) => at + rest.len() - rest.trim_start_matches(blank).len(),
            Some(c) if is_newline(c) => at,
            Some(c) => at + c.len_utf8(),
            None => at,
        }
    }

    /// The character in front of a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// Behind quotes that stand first on one of the next lines, where a text seems to end.
    pub fn lone_quote(&self, from: usize) -> Option<usize> {
        const LINES: usize = 500;
        let mut at = from;
        for line in self.text.get(from..)?.split_inclusive('\n').take(LINES) {
            let inner = line.trim_start();
            if inner.starts_with('"') {
                let quotes = inner.len() - inner.trim_start_matches('"').len();
                return Some(at + line.len() - inner.len() + quotes);
            }
            at += line.len();
        }
        None
    }

    fn ends_line(&self, at: usize) -> bool {
        match self.text.as_bytes()[at] {
            byte if byte.is_ascii() => is_newline(char::from(byte)),
            byte if byte >= 0xc0 => self.text[at..].chars().next().is_some_and(is_newline),
            _ => false,
        }
    }

    /// Moves over a block comment with those inside it; false when it is never closed.
    pub fn block_comment(&mut self) -> bool {
        let mut depth = 0usize;
        while self.at < self.text.len() {
            if self.eat("/*") {
                depth += 1;
            } else if self.eat("*/") {
                depth -= 1;
                if depth == 0 {
                    return true;
                }
            } else {
                self.bump();
            }
        }
        false
    }

    /// The merge that starts with the line at `start`, with all its marks.
    pub fn conflict(&self, start: usize) -> Option<Conflict> {
        marks::conflict(self.text, start)
    }

    /// A property starts here: a bare word, and `=` right behind it.
    pub fn at_property(&self) -> bool {
        let mut ahead = *self;
        let word = ahead.take_while(super::lexical::is_word);
        super::lexical::is_identifier(word) && ahead.peek() == Some('=')
    }

    /// The same text, at another place.
    pub fn moved(&self, at: usize) -> Self {
        Self { at, ..*self }
    }

    /// Byte offset of the start of this line. Looks back to the last place that was asked for only,
    /// so that asking at every node of one long line stays linear.
    pub fn line_start(&mut self) -> usize {
        let (known, line) = if self.known <= self.at {
            (self.known, self.line)
        } else {
            (0, 0)
        };
        let found = self.text.as_bytes()[known..self.at]
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'));
        self.line = found.map_or(line, |back| known + back + 1);
        self.known = self.at;
        self.line
    }

    pub fn at_line_start(&self) -> bool {
        self.text.as_bytes()[..self.at]
            .last()
            .is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Blanks at the start of this line.
    pub fn indent(&mut self) -> usize {
        let line = self.line_start();
        self.text.as_bytes()[line..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count()
    }

    /// Nothing but blanks stands before this place on its line.
    pub fn at_first_of_line(&self) -> bool {
        let before = self.text.as_bytes()[..self.at]
            .iter()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'\t'));
        before.is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }
}
