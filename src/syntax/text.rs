//! The content of quoted texts: escapes, and the dedentation of texts over several lines.

use super::lexical::{is_blank, is_newline};
use std::borrow::Cow;

/// A mistake in a text: byte range in the body, and what it is.
#[derive(Debug, PartialEq)]
pub(super) enum Mistake {
    /// An unknown escape.
    Escape(usize, usize),
    /// A line of a text over several lines that is indented less than its closing quotes.
    Indent(usize, usize),
    /// Text right behind the opening `"""`, or right before the closing one.
    Quotes(usize, usize),
}

/// The content of a text on one line. `body` stands between the quotes.
pub(super) fn single<'a>(body: &'a str, raw: bool, mistakes: &mut Vec<Mistake>) -> Cow<'a, str> {
    if raw || !body.contains('\\') {
        return Cow::Borrowed(body);
    }
    Cow::Owned(unescape(body, 0, mistakes))
}

/// The content of a text over several lines: everything between the `"""`.
pub(super) fn multi<'a>(body: &'a str, raw: bool, mistakes: &mut Vec<Mistake>) -> Cow<'a, str> {
    // Escaped line ends are no line ends: they go before the lines are looked at.
    let joined: Cow<'_, str> = if raw || !body.contains('\\') {
        Cow::Borrowed(body)
    } else {
        Cow::Owned(without_escaped_blanks(body))
    };
    let lines = lines(&joined);
    let (Some((_, first)), Some((_, last))) = (lines.first(), lines.last()) else {
        return Cow::Borrowed("");
    };
    if lines.len() < 2 || !first.chars().all(is_blank) || !last.chars().all(is_blank) {
        mistakes.push(Mistake::Quotes(0, body.len()));
        return Cow::Owned(joined.into_owned());
    }
    let indent = *last;
    let mut out = String::with_capacity(joined.len());
    for (number, (at, line)) in lines[1..lines.len() - 1].iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if line.chars().all(is_blank) {
            continue;
        }
        match line.strip_prefix(indent) {
            Some(rest) => out.push_str(rest),
            None => {
                mistakes.push(Mistake::Indent(*at, at + line.len()));
                out.push_str(line.trim_start_matches(is_blank));
            }
        }
    }
    if raw || !out.contains('\\') {
        Cow::Owned(out)
    } else {
        Cow::Owned(unescape(&out, 0, mistakes))
    }
}

/// Lines with their offsets, without their ends.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_newline(c) {
            all.push((start, &text[start..at]));
            start = at + c.len_utf8();
            if c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n') {
                start += 1;
                chars.next();
            }
        }
    }
    all.push((start, &text[start..]));
    all
}

/// The body of a text over several lines with every line indented as far as the last one, what
/// stands between quotes and quotes. None when blanks and tabs are mixed.
pub(super) fn indented(body: &str) -> Option<String> {
    let last = &body[body.rfind('\n')? + 1..];
    let (start, lines) = body.split_once('\n')?;
    let lines: Vec<&str> = lines.split('\n').collect();
    let (_, inner) = lines.split_last()?;
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    if last.contains('\t')
        || inner
            .iter()
            .any(|line| line.trim_start_matches(' ').starts_with('\t'))
    {
        return None;
    }
    let least = inner
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| depth(line))
        .min()?;
    let more = " ".repeat(last.len().saturating_sub(least));
    let inner = inner.iter().map(|line| {
        if line.trim().is_empty() {
            line.to_string()
        } else {
            format!("{more}{line}")
        }
    });
    Some(
        [start.to_string()]
            .into_iter()
            .chain(inner)
            .chain([last.to_string()])
            .collect::<Vec<_>>()
            .join("\n"),
    )
}

fn without_escaped_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let after = &rest[at + 1..];
        let next = after.chars().next();
        if next.is_some_and(|c| is_blank(c) || is_newline(c)) {
            out.push_str(&rest[..at]);
            rest = after.trim_start_matches(|c| is_blank(c) || is_newline(c));
        } else {
            let width = 1 + next.map_or(0, char::len_utf8);
            out.push_str(&rest[..at + width]);
            rest = &rest[at + width..];
        }
    }
    out.push_str(rest);
    out
}

fn unescape(text: &str, base: usize, mistakes: &mut Vec<Mistake>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        out.push_str(&text[at..at + found]);
        let start = at + found;
        let after = &text[start + 1..];
        let Some(c) = after.chars().next() else {
            mistakes.push(Mistake::Escape(base + start, base + start + 1));
            return out;
        };
        at = start + 1 + c.len_utf8();
        match c {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            's' => out.push(' '),
            '"' | '\\' => out.push(c),
            'u' => match code_point(&after[1..]) {
                Some((c, len)) => {
                    out.push(c);
                    at += len;
                }
                None => mistakes.push(Mistake::Escape(base + start, base + at)),
            },
            _ if is_blank(c) || is_newline(c) => {
                let rest = &text[at..];
                at += rest.len()
                    - rest
                        .trim_start_matches(|c| is_blank(c) || is_newline(c))
                        .len();
            }
            _ => mistakes.push(Mistake::Escape(base + start, base + at)),
        }
    }
    out.push_str(&text[at..]);
    out
}

/// `{1F600}`: the character and the length of the braces with what is in them.
fn code_point(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix('{')?.split_once('}')?.0;
    if !(1..=6).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    Some((c, digits.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescapes_and_dedents() {
        let mut none = Vec::new();
        assert_eq!(single("a\\nb\\u{e9}\\s\\\\", false, &mut none), "a\nbé \\");
        assert_eq!(single("a\\nb", true, &mut none), "a\\nb");
        assert_eq!(
            multi("\n    a\n      b\n\n    c\n    ", false, &mut none),
            "a\n  b\n\nc"
        );
        assert_eq!(multi("\n  a \\\n     b\n  ", false, &mut none), "a b");
        assert!(none.is_empty());
        let mut some = Vec::new();
        multi("\n  a\n b\n  ", false, &mut some);
        single("\\q", false, &mut some);
        assert_eq!(some, [Mistake::Indent(5, 7), Mistake::Escape(0, 2)]);
    }
}
