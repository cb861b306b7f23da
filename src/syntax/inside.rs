//! From a place in the value of a text to the place in the file: past quotes, indentation and
//! escapes.

use crate::source::Span;
use std::ops::Range;

/// Where the parts of one text stand in its file. Made once for a text, so that many places in it
/// take no time.
#[derive(Debug)]
pub struct Inside {
    literal: Span,
    raw: bool,
    /// Bytes of the value, and bytes of the literal that they come from: at the start of each line,
    /// and every few bytes.
    known: Vec<(usize, usize)>,
    /// The value cannot be followed: every place in it is the whole text.
    lost: bool,
}

/// Bytes of the value between two places that are known.
const STEP: usize = 64;

impl Inside {
    /// `literal` is the whole text, quotes included, in `source`; `value` is what it says.
    pub fn new(source: &str, literal: Span, value: &str) -> Inside {
        let text = source
            .get(literal.start as usize..literal.end as usize)
            .unwrap_or_default();
        let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
        let mut inside = Inside {
            literal,
            raw: hashes > 0,
            known: Vec::new(),
            lost: false,
        };
        inside.lost = inside.read(text, hashes, value).is_none();
        inside
    }

    /// Where `part` (bytes of the value) stands. A place that cannot be followed is the whole text.
    pub fn span(&self, source: &str, part: &Range<usize>) -> Span {
        let base = self.literal.start as usize;
        let text = source
            .get(base..self.literal.end as usize)
            .unwrap_or_default();
        let place = |at: usize| {
            let near = self
                .known
                .partition_point(|(value, _)| *value <= at)
                .checked_sub(1)?;
            let (value, literal) = self.known[near];
            Some(literal + walk(text.get(literal..)?, at - value, self.raw))
        };
        match (place(part.start), place(part.end)) {
            (Some(start), Some(end)) if !self.lost && start <= end && end <= text.len() => Span {
                start: (base + start) as u32,
                end: (base + end) as u32,
                ..self.literal
            },
            _ => self.literal,
        }
    }

    fn read(&mut self, text: &str, hashes: usize, value: &str) -> Option<()> {
        let body = text.get(hashes..text.len().checked_sub(hashes)?)?;
        let Some(inner) = body.strip_prefix("\"\"\"") else {
            return self.line(text, hashes + 1, 0..value.len());
        };
        // The line of the opening quotes is none of the value's; the line of the closing ones says
        // the indentation.
        let indent = inner.rsplit('\n').next()?.strip_suffix("\"\"\"")?.len();
        let mut lines = inner.split_inclusive('\n');
        let mut at = hashes + 3 + lines.next()?.len();
        let mut start = 0;
        for line in value.split_inclusive('\n') {
            let written = lines.next()?;
            let indent = indent.min(written.len() - written.trim_start_matches([' ', '\t']).len());
            self.line(text, at + indent, start..start + line.len())?;
            start += line.len();
            at += written.len();
        }
        // A place may be the end of the value, behind its last line end.
        if value.is_empty() || value.ends_with('\n') {
            self.known.push((start, at));
        }
        Some(())
    }

    /// A line of the value that starts at `at` in the literal.
    fn line(&mut self, text: &str, at: usize, value: Range<usize>) -> Option<()> {
        let mut literal = at;
        for known in value
            .clone()
            .step_by(STEP)
            .chain(value.is_empty().then_some(value.start))
        {
            self.known.push((known, literal));
            literal += walk(text.get(literal..)?, STEP.min(value.end - known), self.raw);
        }
        Some(())
    }
}

/// The place of one part of a text.
pub fn inside(source: &str, literal: Span, part: Range<usize>, value: &str) -> Span {
    Inside::new(source, literal, value).span(source, &part)
}

/// Bytes of source that make the first `wanted` bytes of the value.
fn walk(source: &str, wanted: usize, raw: bool) -> usize {
    let (mut from, mut made) = (0, 0);
    let bytes = source.as_bytes();
    while made < wanted && from < bytes.len() {
        if raw || bytes[from] != b'\\' {
            from += 1;
            made += 1;
            continue;
        }
        match source.get(from + 1..).and_then(|rest| rest.chars().next()) {
            Some('u') => {
                let end = source[from..]
                    .find('}')
                    .map_or(bytes.len(), |end| from + end + 1);
                let code = source
                    .get(from + 3..end.saturating_sub(1))
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok());
                made += code.and_then(char::from_u32).map_or(1, char::len_utf8);
                from = end;
            }
            Some(c) if c.is_whitespace() => {
                from += 1 + source[from + 1..]
                    .chars()
                    .take_while(|c| c.is_whitespace())
                    .map(char::len_utf8)
                    .sum::<usize>();
            }
            Some(c) => {
                from += 1 + c.len_utf8();
                made += 1;
            }
            None => from += 1,
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::inside;
    use crate::source::{FileId, Span};

    /// What is found in the file when `word` is looked for in the value.
    fn found(source: &str, value: &str, word: &str) -> String {
        let start = source.find(['"', '#']).unwrap();
        let end = source.rfind(['"', '#']).unwrap() + 1;
        let at = value.find(word).unwrap();
        let span = inside(
            source,
            Span {
                file: FileId(0),
                start: start as u32,
                end: end as u32,
            },
            at..at + word.len(),
            value,
        );
        source[span.start as usize..span.end as usize].to_string()
    }

    #[test]
    fn a_place_is_followed_through_quotes_indentation_and_escapes() {
        assert_eq!(found("a \"x yz\"", "x yz", "yz"), "yz");
        assert_eq!(found(r#"a "\n\u{e9}yz""#, "\néyz", "yz"), "yz");
        assert_eq!(found("a #\"x\\yz\"#", "x\\yz", "yz"), "yz");
        assert_eq!(
            found(
                "a \"\"\"\n    k: 1\n      é: yz\n\n    m: yw\n    \"\"\"",
                "k: 1\n  é: yz\n\nm: yw",
                "yz"
            ),
            "yz"
        );
        assert_eq!(
            found(
                "a \"\"\"\r\n  k: 1\r\n  m: yw\r\n  \"\"\"",
                "k: 1\nm: yw",
                "yw"
            ),
            "yw"
        );
        assert_eq!(
            found("a #\"\"\"\n k: \"\\\" yz\n \"\"\"#", "k: \"\\\" yz", "yz"),
            "yz"
        );
    }

    #[test]
    fn long_lines_are_followed_too() {
        let value = format!("{}yz{}", "é\n\"".repeat(100), "x".repeat(200));
        let literal = format!("a \"{}yz{}\"", "é\\n\\\"".repeat(100), "x".repeat(200));
        assert_eq!(found(&literal, &value, "yz"), "yz");
        let lines = format!("{}yz: {}", "k: 1\n".repeat(50), "x".repeat(300));
        let literal = format!(
            "a \"\"\"\n{}\n    \"\"\"",
            lines
                .split('\n')
                .map(|line| format!("    {line}"))
                .collect::<Vec<_>>()
                .join("\n")
        );
        assert_eq!(found(&literal, &lines, "yz"), "yz");
        assert_eq!(found(&literal, &lines, &"x".repeat(300)), "x".repeat(300));
    }
}
