//! Cuts a file into its top-level nodes, and finds the mistakes that the reader behind it words badly: unclosed
//! braces and strings, KDL 1 habits, missing quotes and values, wrong escapes, hidden characters.
//!
//! Linear, with an explicit stack; never recurses.

use super::{HIDDEN_CHARACTER, MAX_DEPTH, MISSING_VALUE, STRAY_BRACE, TOO_DEEP, UNCLOSED, WRONG_ESCAPE, words};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span};

/// The text of one top-level node.
#[derive(Debug)]
pub(super) struct Part {
    pub start: usize,
    pub end: usize,
    /// Bytes to leave out: mistakes that are reported already.
    pub cut: Vec<(usize, usize)>,
    /// Closing braces that are missing at the end.
    pub unclosed: usize,
}

#[derive(Debug, Default)]
pub(super) struct Scan {
    pub parts: Vec<Part>,
    pub damaged: bool,
}

pub(super) fn scan(text: &str, file: FileId, report: &mut Report) -> Scan {
    // Braces balance in almost every file. Only if they do not, indentation decides what belongs to what.
    let mut found = Scanner::new(text, file, false).run();
    if found.unbalanced && !found.too_deep {
        found = Scanner::new(text, file, true).run();
    }
    found.problems.into_iter().for_each(|problem| report.push(problem));
    found.scan
}

struct Found {
    scan: Scan,
    problems: Vec<Diagnostic>,
    unbalanced: bool,
    too_deep: bool,
}

/// An open `{`: where, and how far its line is indented.
struct Open {
    at: usize,
    indent: usize,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    file: FileId,
    by_indent: bool,
    at: usize,
    line_start: usize,
    open: Vec<Open>,
    part: Option<Part>,
    /// The next word is a node's name.
    expects_name: bool,
    found: Found,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, file: FileId, by_indent: bool) -> Self {
        let found = Found { scan: Scan::default(), problems: Vec::new(), unbalanced: false, too_deep: false };
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, bytes: text.as_bytes(), file, by_indent, at, line_start: at, open: Vec::new(), part: None, expects_name: true, found }
    }

    fn run(mut self) -> Found {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' | b'\r' => self.line_end(),
                b' ' | b'\t' => self.at += 1,
                b';' => {
                    self.at += 1;
                    self.node_end();
                }
                b'/' if self.starts("//") => self.skip_line(),
                b'/' if self.starts("/*") => self.block_comment(),
                b'/' if self.starts("/-") => {
                    self.begin();
                    self.at += 2;
                }
                b'\\' => self.continuation(),
                b'{' => {
                    if !self.brace_open() {
                        return self.finish();
                    }
                }
                b'}' => self.brace_close(),
                b'"' => self.string(0),
                b'#' if self.raw_hashes().is_some() => {
                    let hashes = self.raw_hashes().unwrap_or(1);
                    self.string(hashes);
                }
                b'=' => self.equals(),
                b'(' | b')' => {
                    self.begin();
                    self.at += 1;
                }
                _ => self.word(),
            }
        }
        self.finish()
    }

    fn starts(&self, prefix: &str) -> bool {
        self.bytes[self.at..].starts_with(prefix.as_bytes())
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.found.problems.push(diagnostic);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// Something of a node starts here. By indentation, text at the left edge starts a new top-level node even
    /// when braces are still open.
    fn begin(&mut self) {
        if self.by_indent && !self.open.is_empty() && self.at == self.line_start {
            self.close_all();
        }
        if self.part.is_none() {
            self.part = Some(Part { start: self.at, end: self.at, cut: Vec::new(), unclosed: 0 });
        }
    }

    fn cut(&mut self, start: usize, end: usize) {
        if let Some(part) = &mut self.part {
            part.cut.push((start, end));
        }
    }

    fn node_end(&mut self) {
        self.expects_name = true;
        if self.open.is_empty()
            && let Some(mut part) = self.part.take()
        {
            part.end = self.at;
            self.found.scan.parts.push(part);
        }
    }

    fn line_end(&mut self) {
        // A node that opened its block on this line is not over; one without a block is.
        self.node_end();
        self.at += 1;
        self.line_start = self.at;
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
    }

    fn continuation(&mut self) {
        self.at += 1;
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        if self.starts("//") {
            self.skip_line();
        }
        if self.starts("\r\n") {
            self.at += 1;
        }
        if matches!(self.bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
            self.line_start = self.at;
        }
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            if self.starts("/*") {
                depth += 1;
                self.at += 2;
            } else if self.starts("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += 1;
            }
        }
        self.found.scan.damaged = true;
        let span = self.span(start, start + 2);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this comment is never closed")
                .label("everything from here to the end of the file is a comment")
                .help("close it with `*/`"),
        );
    }

    fn brace_open(&mut self) -> bool {
        self.begin();
        if self.open.len() == MAX_DEPTH {
            let span = self.span(self.at, self.at + 1);
            self.problem(
                Diagnostic::error(TOO_DEEP, span, format!("more than {MAX_DEPTH} blocks inside each other"))
                    .label("nothing after this was read")
                    .help("is a `}` missing above? The language nests four blocks at most"),
            );
            self.found.too_deep = true;
            self.found.scan.damaged = true;
            self.part = None;
            self.open.clear();
            return false;
        }
        let indent = self.indent();
        self.open.push(Open { at: self.at, indent });
        self.at += 1;
        self.expects_name = true;
        true
    }

    /// Blanks at the start of the current line.
    fn indent(&self) -> usize {
        self.bytes[self.line_start..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
    }

    fn brace_close(&mut self) {
        let first_on_line = self.line_start + self.indent() == self.at;
        if self.by_indent && first_on_line {
            let indent = self.indent();
            while self.open.last().is_some_and(|open| open.at < self.line_start && open.indent > indent) {
                self.close_one();
            }
        }
        self.at += 1;
        if self.open.pop().is_none() {
            self.found.unbalanced = true;
            let span = self.span(self.at - 1, self.at);
            self.problem(
                Diagnostic::error(STRAY_BRACE, span, "this `}` closes nothing")
                    .label("no block is open here")
                    .help("remove it, or look above for a `{` that is missing"),
            );
            return;
        }
        self.node_end();
    }

    /// Reports the innermost open brace as never closed.
    fn close_one(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.found.unbalanced = true;
        let span = self.span(open.at, open.at + 1);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this block is never closed")
                .label("opened here")
                .help("add the missing `}`; the indentation shows where the block seems to end"),
        );
        if let Some(part) = &mut self.part {
            part.cut.push((self.at, self.at)); // marks the node as damaged
            part.unclosed += 1;
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close_one();
        }
        self.node_end();
    }

    /// Number of `#` of a raw string that starts here, or none.
    fn raw_hashes(&self) -> Option<usize> {
        let hashes = self.bytes[self.at..].iter().take_while(|b| **b == b'#').count();
        (hashes > 0 && self.bytes.get(self.at + hashes) == Some(&b'"')).then_some(hashes)
    }

    fn string(&mut self, hashes: usize) {
        self.begin();
        let start = self.at;
        self.at += hashes;
        let multi = self.starts("\"\"\"");
        let quotes = if multi { "\"\"\"" } else { "\"" };
        self.at += quotes.len();
        let end = format!("{quotes}{}", "#".repeat(hashes));
        loop {
            match self.bytes.get(self.at) {
                None => return self.unclosed_string(start, multi),
                Some(b'\n' | b'\r') if !multi => return self.unclosed_string(start, multi),
                Some(b'\n') => {
                    self.at += 1;
                    self.line_start = self.at;
                }
                Some(b'\\') if hashes == 0 => self.escape(),
                Some(_) if self.starts(&end) => {
                    self.at += end.len();
                    break;
                }
                Some(byte) if *byte < 0x20 && *byte != b'\t' || *byte == 0x7f || *byte >= 0x80 => self.character(),
                Some(_) => self.at += 1,
            }
        }
        self.expects_name = false;
    }

    fn unclosed_string(&mut self, start: usize, multi: bool) {
        self.found.unbalanced = false;
        let line_end = self.at;
        let span = self.span(start, if multi { start + 3 } else { line_end });
        let mut problem = Diagnostic::error(UNCLOSED, span, "this text is never closed");
        problem = if multi {
            self.found.scan.damaged = true;
            problem.label("opened here").help("close it with `\"\"\"` on a line of its own")
        } else {
            problem.label("no closing quote on this line").help("add `\"`; text over several lines stands between `\"\"\"`")
        };
        self.problem(problem);
        // A property whose value is cut goes as a whole: `name="unclosed`.
        let word = self.bytes[..start].iter().rposition(|b| b.is_ascii_whitespace() || *b == b'{').map_or(0, |at| at + 1);
        self.cut(word.max(self.line_start), line_end);
        if self.by_indent || self.open.is_empty() {
            return;
        }
        // A block may have been opened after the quote: `node "a { ... }` still closes it further down.
        if self.text[start..line_end].trim_end().ends_with('{') {
            let indent = self.indent();
            self.open.push(Open { at: line_end - 1, indent });
        }
    }

    fn escape(&mut self) {
        let start = self.at;
        self.at += 1;
        match self.bytes.get(self.at) {
            Some(b'n' | b'r' | b't' | b'"' | b'\\' | b'b' | b'f' | b's' | b'u') => self.at += 1,
            Some(b' ' | b'\t' | b'\n' | b'\r') => {}
            _ => {
                let next = self.text[self.at..].chars().next();
                let width = next.map_or(0, char::len_utf8);
                let span = self.span(start, self.at + width);
                let shown = self.text.get(start..self.at + width).unwrap_or("\\").to_string();
                self.problem(
                    Diagnostic::error(WRONG_ESCAPE, span, format!("`{shown}` means nothing inside quotes"))
                        .label("unknown escape")
                        .help("write `\\\\` for a backslash, or use a raw text: `#\"...\"#`"),
                );
                self.at += width;
                // The string itself stays readable for the parser behind us without the escape.
                self.cut(start, self.at);
            }
        }
    }

    /// One character that may be dangerous: control, or one that changes the direction of text.
    fn character(&mut self) {
        let Some(c) = self.text[self.at..].chars().next() else { return };
        let end = self.at + c.len_utf8();
        if is_hidden(c) {
            let span = self.span(self.at, end);
            self.problem(
                Diagnostic::error(HIDDEN_CHARACTER, span, format!("an invisible character (U+{:04X}) stands here", c as u32))
                    .label("it can make a file read differently from what it says")
                    .help("delete it and type the text again"),
            );
            self.begin();
            self.cut(self.at, end);
        }
        self.at = end;
    }

    /// `=` with nothing behind it on the line.
    fn equals(&mut self) {
        let mut end = self.at + 1;
        while matches!(self.bytes.get(end), Some(b' ' | b'\t')) {
            end += 1;
        }
        let empty = match self.bytes.get(end) {
            None | Some(b'\n' | b'\r' | b';' | b'}' | b'{') => true,
            _ => self.bytes[end..].starts_with(b"//"),
        };
        if empty {
            let before = self.text[..self.at].trim_end_matches([' ', '\t']);
            let start = before.rfind(|c: char| c.is_whitespace() || c == '{').map_or(0, |at| at + 1).max(self.line_start);
            let name = self.text.get(start..self.at).unwrap_or("").trim().to_string();
            let span = self.span(start, self.at + 1);
            self.problem(
                Diagnostic::error(MISSING_VALUE, span, format!("`{name}=` has no value"))
                    .label("a value must follow the `=`")
                    .help(format!("write `{name}=\"...\"`, or remove `{name}=`")),
            );
            self.cut(start, self.at + 1);
        }
        self.at += 1;
        self.expects_name = false;
    }

    fn word(&mut self) {
        let start = self.at;
        let first = self.text[start..].chars().next().unwrap_or(' ');
        if is_hidden(first) {
            return self.character();
        }
        self.begin();
        while let Some(c) = self.text[self.at..].chars().next() {
            if c.is_whitespace() || "{}();=\"\\/#".contains(c) && !(c == '#' && self.at == start) || is_hidden(c) {
                break;
            }
            self.at += c.len_utf8();
        }
        if self.at == start {
            self.at += first.len_utf8(); // a lone `/` or the like: the reader behind us reports it
        }
        let word = &self.text[start..self.at];
        if word == "r" && self.bytes.get(self.at).is_some_and(|b| matches!(b, b'"' | b'#')) && !self.expects_name {
            let span = self.span(start, self.at);
            self.problem(
                Diagnostic::error(super::BARE_KEYWORD, span, "`r\"...\"` is how KDL 1 wrote raw text")
                    .label("the `r` is gone in KDL 2")
                    .help("write `#\"...\"#`"),
            );
            self.cut(start, self.at);
            return;
        }
        let names_property = self.text[self.at..].trim_start_matches([' ', '\t']).starts_with('=');
        // A `/` inside a word is legal in a path such as 10.0.0.0/24: show the word whole.
        let mut end = self.at;
        if !self.expects_name && !names_property {
            while self.bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || b"./:_-%".contains(b)) {
                end += 1;
            }
            let whole = &self.text[start..end];
            if let Some(problem) = words::mistake(whole, self.span(start, end)) {
                let from = self.property_start(start);
                self.problem(problem);
                self.cut(from, end);
                self.at = end;
            }
        }
        self.expects_name = false;
    }

    /// Where the property starts whose value starts at `value`; `value` itself for an argument.
    fn property_start(&self, value: usize) -> usize {
        let before = self.text[..value].trim_end_matches([' ', '\t']);
        let Some(name) = before.strip_suffix('=') else { return value };
        let name = name.trim_end_matches([' ', '\t']);
        name.rfind(|c: char| c.is_whitespace() || c == '{' || c == ';').map_or(0, |at| at + 1)
    }

    fn finish(mut self) -> Found {
        self.at = self.at.min(self.bytes.len());
        if !self.found.too_deep {
            self.close_all();
        }
        self.found
    }
}

/// Characters that KDL 2 forbids: controls, direction marks, the byte order mark inside a file.
fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
