//! What stands between: blanks, comments, joined lines, and characters that nobody sees.

use super::super::lexical::{is_blank, is_hidden, is_newline, is_unseen};
use super::super::{HIDDEN_CHARACTER, Node, UNCLOSED};
use super::Parser;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl<'a> Parser<'a, '_> {
    /// Skips what may stand between nodes: blanks, line ends, comments.
    pub(super) fn line_space(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some(c) if is_newline(c) => self.cursor.newline(),
                Some('/') if self.cursor.starts("//") => self.line_comment(),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') if self.continuation().is_some() => {}
                Some(c) if is_unseen(c) => self.hidden(),
                _ => return,
            }
        }
    }

    /// Skips what may stand inside a node: blanks, block comments, escaped line ends. Says whether
    /// there was any.
    pub(super) fn node_space(&mut self, node: &mut Node<'a>) -> bool {
        let start = self.cursor.at;
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') => {
                    if self.continuation().is_none() {
                        self.invalid_here(
                            "a `\\` joins two lines, and must be the last of its line",
                            "remove it, or put the text in quotes",
                        );
                        node.damaged = true;
                    }
                }
                Some(c) if is_unseen(c) => {
                    self.hidden();
                    node.damaged = true;
                }
                _ => return self.cursor.at > start,
            }
        }
    }

    pub(super) fn blanks(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') if self.continuation().is_some() => {}
                _ => return,
            }
        }
    }

    /// `\`, blanks, maybe a comment, and the end of the line.
    pub(super) fn continuation(&mut self) -> Option<()> {
        let before = self.cursor;
        self.cursor.bump();
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('/') if self.cursor.starts("//") => {
                    self.line_comment();
                    self.cursor.newline();
                    return Some(());
                }
                Some(c) if is_newline(c) => {
                    self.cursor.newline();
                    return Some(());
                }
                None => return Some(()),
                Some(_) => {
                    self.cursor = before;
                    return None;
                }
            }
        }
    }

    pub(super) fn line_comment(&mut self) {
        let start = self.cursor.at;
        let comment = self.cursor.take_while(|c| !is_newline(c));
        self.hidden_characters(start, comment, is_hidden);
    }

    pub(super) fn block_comment(&mut self) {
        let start = self.cursor.at;
        if self.cursor.block_comment() {
            let comment = self.cursor.slice(start, self.cursor.at);
            self.hidden_characters(start, comment, is_hidden);
            self.merge_mark_inside(start, comment, |_| true);
            return;
        }
        self.parsed.damaged = true;
        let span = self.cursor.span(start, start + 2);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this comment is never closed")
                .label("everything from here to the end of the file is a comment")
                .help("close it with `*/`"),
        );
        self.cut_off = true;
    }

    /// Tells of every character of a piece of text that is not to be there.
    pub(super) fn hidden_characters(
        &mut self,
        start: usize,
        text: &str,
        forbidden: fn(char) -> bool,
    ) -> bool {
        // Nearly all text is plain ASCII without controls: one look at the bytes.
        if text
            .bytes()
            .all(|byte| (0x20..0x7f).contains(&byte) || matches!(byte, b'\t' | b'\n' | b'\r'))
        {
            return false;
        }
        let found: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| forbidden(*c)).collect();
        for (at, c) in &found {
            self.problem(hidden(
                self.cursor.span(start + at, start + at + c.len_utf8()),
                *c,
            ));
        }
        !found.is_empty()
    }

    pub(super) fn hidden(&mut self) {
        let start = self.cursor.at;
        if let Some(c) = self.cursor.bump() {
            self.problem(hidden(self.cursor.span(start, self.cursor.at), c));
        }
    }
}

fn hidden(span: Span, c: char) -> Diagnostic {
    Diagnostic::error(
        HIDDEN_CHARACTER,
        span,
        format!("there is an invisible character (U+{:04X}) here", c as u32),
    )
    .label("it was perhaps copied along")
    .help("delete the word that it is in, and type it again")
    .guess(span, "")
}
