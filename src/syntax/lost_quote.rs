//! A `"` that is missing on a line turns texts and words around up to its end: many mistakes with
//! one cause. Every place where it could belong is tried; the one that makes the line whole is
//! told.
//!
//! Must not know: nodes.

use super::codes::UNCLOSED;
use super::lexical::{is_blank, is_identifier, is_newline};
use super::number;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// A longer line is not tried: each place takes one walk over it.
const LONGEST: usize = 1_000;

/// Of problems on a line with a lost quote, that one stays. `texts`: texts over several lines,
/// where quotes mean nothing.
pub(super) fn blame(
    text: &str,
    file: FileId,
    texts: &[Range<usize>],
    problems: &mut Vec<Diagnostic>,
) {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(
            text.char_indices()
                .filter(|(_, c)| is_newline(*c))
                .map(|(at, c)| at + c.len_utf8()),
        )
        .collect();
    let line_of = |problem: &Diagnostic| {
        let at = starts.partition_point(|start| *start <= problem.primary.span.start as usize) - 1;
        let end = starts.get(at + 1).map_or(text.len(), |next| {
            starts[at] + text[starts[at]..*next].trim_end_matches(is_newline).len()
        });
        starts[at]..end
    };
    let mut lines: BTreeMap<usize, Option<Lost>> = BTreeMap::new();
    for problem in problems.iter() {
        let line = line_of(problem);
        if line.len() <= LONGEST
            && !texts
                .iter()
                .any(|text| text.start < line.end && line.start < text.end)
        {
            lines.entry(line.start).or_insert_with(|| find(&text[line]));
        }
    }
    lines.retain(|_, lost| lost.is_some());
    if lines.is_empty() {
        return;
    }
    problems.retain(|problem| !lines.contains_key(&line_of(problem).start));
    for (start, lost) in lines {
        problems.extend(lost.map(|lost| lost.told(text, start, file)));
    }
}

/// A quote that is missing, in bytes of its line.
struct Lost {
    at: usize,
    opens: bool,
    /// The text with its one quote.
    text: Range<usize>,
    is_sure: bool,
}

impl Lost {
    fn told(&self, text: &str, line: usize, file: FileId) -> Diagnostic {
        let span = |range: &Range<usize>| Span::new(file, line + range.start, line + range.end);
        let word = text[line + self.text.start..line + self.text.end].trim_matches('"');
        let (message, label) = match self.opens {
            true => ("this text is never opened", "a `\"` is missing before it"),
            false => (
                "this text is never closed",
                "the `\"` at its end is missing",
            ),
        };
        let problem = Diagnostic::error(UNCLOSED, span(&self.text), message)
            .label(label)
            .help(format!("write `\"{word}\"`"));
        let place = span(&(self.at..self.at));
        if self.is_sure {
            problem.fix(place, "\"")
        } else {
            problem.guess(place, "\"")
        }
    }
}

fn find(line: &str) -> Option<Lost> {
    // A text over several lines was meant.
    let opens_lines = line
        .trim_end()
        .strip_suffix('"')
        .is_some_and(|rest| rest.ends_with(is_blank));
    if opens_lines
        || line.contains("\"\"\"")
        || line.contains("#\"")
        || line.contains('“')
        || odd(line).is_none()
    {
        return None;
    }
    let mut best: Option<(usize, Lost)> = None;
    for (at, opens) in places(line) {
        let whole = format!("{}\"{}", &line[..at], &line[at..]);
        let Some(mut cost) = cost(&whole) else {
            continue;
        };
        // A node is rarely called by a text.
        cost += usize::from(
            opens && line[..at].trim_end().ends_with(['{', ';']) || line[..at].trim().is_empty(),
        );
        let text = match opens {
            true => at..at + line[at..].find('"')? + 1,
            false => line[..at].rfind('"')?..at,
        };
        // What follows an `=` may be a part of the text.
        let is_sure = !(opens && line[..at].ends_with('='))
            || line[at..].starts_with(|c: char| c.is_ascii_digit());
        let lost = Lost {
            at,
            opens,
            text,
            is_sure,
        };
        match &mut best {
            Some((known, other)) if *known == cost => {
                // A text ends as late as it can, and starts as late as it can.
                *other = Lost {
                    is_sure: false,
                    ..lost
                };
            }
            Some((known, _)) if *known < cost => {}
            _ => best = Some((cost, lost)),
        }
    }
    best.filter(|(cost, _)| *cost < SUSPICIOUS)
        .map(|(_, lost)| lost)
}

/// The last quote, when their number is odd. A comment has none that count.
fn odd(line: &str) -> Option<usize> {
    let (mut quotes, mut last, mut escaped) = (0, None, false);
    for (at, c) in line.char_indices() {
        match c {
            '/' if quotes % 2 == 0
                && line[at..].starts_with("//")
                && !line[..at].ends_with(':') =>
            {
                break;
            }
            '"' if !escaped => {
                quotes += 1;
                last = Some(at);
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && quotes % 2 == 1;
    }
    last.filter(|_| quotes % 2 == 1)
}

/// Where a quote may be missing: before a word, or behind one.
fn places(line: &str) -> Vec<(usize, bool)> {
    let mut all = Vec::new();
    let mut before = ' ';
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        let ends = |c: char| is_blank(c) || matches!(c, ';' | '{' | '}');
        if !ends(before) && !matches!(before, '=' | '"') && ends(c) {
            all.push((at, false));
        }
        if (ends(before) || before == '=') && !ends(c) && !matches!(c, '"' | '=' | '#' | '/') {
            all.push((at, true));
        }
        before = c;
    }
    all
}

/// A text that looks like this was hardly meant.
const SUSPICIOUS: usize = 10;

/// How odd a line is; none when it is no KDL.
fn cost(line: &str) -> Option<usize> {
    let (mut rest, mut cost) = (line, 0);
    loop {
        rest = rest.trim_start_matches(is_blank);
        let Some(first) = rest.chars().next() else {
            return Some(cost);
        };
        if rest.starts_with("//") {
            return Some(cost);
        }
        if matches!(first, ';' | '{' | '}') {
            rest = &rest[1..];
            continue;
        }
        if let Some(body) = rest.strip_prefix('"') {
            rest = text(body, &mut cost)?;
            continue;
        }
        let end = rest
            .find(|c: char| is_blank(c) || matches!(c, ';' | '{' | '}' | '"' | '='))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = match after.strip_prefix('=') {
            Some(value)
                if is_identifier(word)
                    && !value.starts_with(|c: char| {
                        is_blank(c) || matches!(c, ';' | '{' | '}' | '=')
                    }) =>
            {
                value
            }
            Some(_) => return None,
            None if after.starts_with('"') || !is_word(word) => return None,
            None => after,
        };
    }
}

/// A text up to its closing quote; what follows.
fn text<'a>(body: &'a str, cost: &mut usize) -> Option<&'a str> {
    let mut escaped = false;
    let end = body.char_indices().find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    let (text, rest) = (&body[..end?.0], &body[end?.0 + 1..]);
    let property = |part: &str| {
        part.split_once('=')
            .is_some_and(|(word, _)| is_identifier(word) && !word.contains(['/', '"']))
    };
    if text.contains([';', '{', '}']) || text.split(is_blank).skip(1).any(property) {
        *cost += SUSPICIOUS;
    }
    *cost += 5 * usize::from(text.trim() != text || text.is_empty() || text.contains(" //"))
        + usize::from(property(text));
    rest.chars()
        .next()
        .is_none_or(|c| is_blank(c) || matches!(c, ';' | '{' | '}'))
        .then_some(rest)
}

fn is_word(word: &str) -> bool {
    word.starts_with('#')
        || (is_identifier(word) && !word.contains(['/', '\\', '(', ')', '[', ']']))
        || number::read(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_put_where_they_were_meant() {
        let lost = [
            ("node |worker-2\" model=\"r730xd\" role=worker {", true),
            (
                "    disk \"d1\" id=\"ata-ST2000VN004_Z5274QJ6| size=\"2TB\" media=hdd use=storage",
                true,
            ),
            (
                "    bond \"b\" { links \"lan0| \"lan1\"; vlans \"lab\" }",
                true,
            ),
            (
                "    bond \"b\" { links \"lan0\" |lan1\"; vlans \"lab\" }",
                true,
            ),
            (
                "    quota { cpu 4; memory \"48GiB|; storage \"500GiB\" }",
                true,
            ),
            (
                "    nic \"lan\" mac=\"d0:94:66:00:00:11| address=\"10.20.0.11\"",
                true,
            ),
            ("rack \"B\" units=42 room=\"cellar|", true),
            (
                "rack \"B\" units=42 room=\"cellar| // the old one \"x\"",
                true,
            ),
            ("    disk \"d1\" id=\"x\" size=|3TB\" media=hdd", true),
            ("model \"r430| {", true),
            ("    endpoint |https://10.0.0.10:6443\"", true),
            ("    description \"Capra, rescue robots|", false),
        ];
        for (marked, sure) in lost {
            let line = marked.replace('|', "");
            let found = find(&line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(found.at, marked.find('|').unwrap(), "{line}");
            assert_eq!(found.is_sure, sure, "{line}");
        }
        for whole in [
            "node \"a\" {",
            "room=\"a\\\"b\"",
            "// \"",
            "patch \"talos\" on=all \"\"\"",
            "x #\"a\"b\"#",
        ] {
            assert!(find(whole).is_none(), "{whole}");
        }
    }
}
