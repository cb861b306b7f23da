//! From a place in the value of a text to the place in the file: past quotes, indentation and escapes.

use crate::source::Span;
use std::ops::Range;

/// Where `part` (bytes of the value) stands. `literal` is the whole text, quotes included, in `source`. A place that
/// cannot be followed is the whole text.
pub fn inside(source: &str, literal: Span, part: Range<usize>, value: &str) -> Span {
    let base = literal.start as usize;
    let Some(text) = source.get(base..literal.end as usize) else { return literal };
    let place = |at: usize| offset(text, value, at);
    match (place(part.start), place(part.end)) {
        (Some(start), Some(end)) if start <= end && end <= text.len() => {
            Span { start: (base + start) as u32, end: (base + end) as u32, ..literal }
        }
        _ => literal,
    }
}

/// Byte offset in the literal of a byte offset in the value.
fn offset(text: &str, value: &str, at: usize) -> Option<usize> {
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    let raw = hashes > 0;
    let body = text.get(hashes..text.len().checked_sub(hashes)?)?;
    let Some(inner) = body.strip_prefix("\"\"\"") else {
        return Some(hashes + 1 + walk(body.get(1..)?, at, raw));
    };
    let before = value.get(..at)?;
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    let column = at - before.rfind('\n').map_or(0, |newline| newline + 1);
    // The line of the opening quotes is none of the value's; the line of the closing ones says the indentation.
    let skipped = memchr::memchr_iter(b'\n', inner.as_bytes()).nth(line).map_or(inner.len(), |newline| newline + 1);
    let indent = inner.rsplit('\n').next()?.strip_suffix("\"\"\"")?.len();
    let line = inner.get(skipped..)?.split_inclusive('\n').next()?;
    let indent = indent.min(line.len() - line.trim_start_matches([' ', '\t']).len());
    Some(hashes + 3 + skipped + indent + walk(line.get(indent..)?, column, raw))
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
        match source[from + 1..].chars().next() {
            Some('u') => {
                let end = source[from..].find('}').map_or(bytes.len(), |end| from + end + 1);
                let code = source.get(from + 3..end.saturating_sub(1)).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                made += code.and_then(char::from_u32).map_or(1, char::len_utf8);
                from = end;
            }
            Some(c) if c.is_whitespace() => {
                from += 1 + source[from + 1..].chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
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
        let span = inside(source, Span { file: FileId(0), start: start as u32, end: end as u32 }, at..at + word.len(), value);
        source[span.start as usize..span.end as usize].to_string()
    }

    #[test]
    fn a_place_is_followed_through_quotes_indentation_and_escapes() {
        assert_eq!(found("a \"x yz\"", "x yz", "yz"), "yz");
        assert_eq!(found(r#"a "\n\u{e9}yz""#, "\néyz", "yz"), "yz");
        assert_eq!(found("a #\"x\\yz\"#", "x\\yz", "yz"), "yz");
        assert_eq!(found("a \"\"\"\n    k: 1\n      é: yz\n\n    m: yw\n    \"\"\"", "k: 1\n  é: yz\n\nm: yw", "yz"), "yz");
        assert_eq!(found("a \"\"\"\r\n  k: 1\r\n  m: yw\r\n  \"\"\"", "k: 1\nm: yw", "yw"), "yw");
        assert_eq!(found("a #\"\"\"\n k: \"\\\" yz\n \"\"\"#", "k: \"\\\" yz", "yz"), "yz");
    }
}
