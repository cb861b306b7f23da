//! Reads what stands behind a name: a separator, a value in quotes or bare.
//!
//! Must not know: which names say what.

use std::ops::Range;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub(super) fn eat(&mut self, what: &str) -> bool {
        let found = self.text[self.at..].starts_with(what);
        self.at += if found { what.len() } else { 0 };
        found
    }

    /// A quote that closes a key; escaped in a text in a text.
    pub(super) fn eat_quote(&mut self) -> bool {
        ["\\\"", "\"", "'", "`", "]"]
            .iter()
            .any(|quote| self.eat(quote))
    }

    pub(super) fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    pub(super) fn skip_lines(mut self) -> Self {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self
    }

    pub(super) fn separator(&mut self) -> bool {
        ["=>", ":=", "?=", "+=", "==", "=", ": ", ":"]
            .iter()
            .any(|sign| self.eat(sign))
    }

    /// `key: |` of YAML: the first line of its text that is not empty.
    pub(super) fn block(&self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let head = rest.split('\n').next()?;
        let sign = head.trim();
        if !(sign.starts_with(['|', '>']) && sign.len() <= 3) {
            return None;
        }
        let mut at = self.at + head.len() + 1;
        for line in self.text.get(at..)?.split_inclusive('\n').take(3) {
            let inner = line.trim();
            // Several words are a file of some program.
            if inner.contains(' ') {
                return None;
            }
            if !inner.is_empty() {
                let start = at + line.len() - line.trim_start().len();
                return Some(start..start + inner.len());
            }
            at += line.len();
        }
        None
    }

    pub(super) fn value(&mut self) -> Option<(Range<usize>, bool)> {
        if self.text[self.at..].starts_with("#\"") {
            self.at += 1;
        }
        for quote in ["\\\"", "\"", "'", "`"] {
            if self.eat(quote) {
                let start = self.at;
                let line = self.text[start..].split('\n').next().unwrap_or_default();
                let mut end = line.find(quote)?;
                // A command of a shell, not a value.
                if quote == "`" && line[..end].contains(' ') {
                    return None;
                }
                // An escaped quote does not end it.
                while quote == "\"" && line[..end].ends_with('\\') {
                    end += 1 + line[end + 1..].find(quote)?;
                }
                return (end > 0).then_some((start..start + end, true));
            }
        }
        let rest = &self.text[self.at..];
        let ends = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '"' | '\'' | ',' | ';' | '&' | '|' | '<' | '>' | ')' | ']' | '\\'
                )
        };
        let len = rest.find(ends).unwrap_or(rest.len());
        let value = rest[..len].trim_end_matches('}');
        let value = if value.starts_with(['{', '$']) {
            &rest[..len]
        } else {
            value
        };
        let tail = rest[len..]
            .split('\n')
            .next()
            .unwrap_or_default()
            .trim_start();
        let is_whole = tail.is_empty()
            || tail.starts_with(['#', ',', ';', '}', ']', '"', '\'', '&', '|', '\\', '<', ')'])
            || tail.starts_with("--")
            || tail.starts_with("//");
        (!value.is_empty()).then_some((self.at..self.at + value.len(), is_whole))
    }
}
