//! One mistake, one error: every right example is broken at one place, in ways in which people
//! break files. At most one error may follow, and it must be where the mistake is. The cases in
//! which that is not so are listed in `tests/breaking.txt`, and are few.

use crate::support::{compile, golden, on_prelude, root};
use radier::check;
use radier::diagnostic::Level;
use std::ops::Range;

/// Of each example.
const CASES: usize = 40;
/// Of a hundred.
const MOST_OTHERS: usize = 5;

#[test]
fn one_mistake_gives_one_error_where_it_is() {
    let (mut cases, mut silent, mut others) = (0, 0, Vec::new());
    for rule in check::rules()
        .into_iter()
        .filter(|rule| rule.examples()[1].len() < 4_000)
    {
        let mut chance = Chance(rule.id.bytes().fold(17, |seed: u64, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        }));
        for _ in 0..CASES {
            let Some(broken) = break_one_thing(rule.examples()[1], &mut chance) else {
                continue;
            };
            cases += 1;
            match verdict(&broken) {
                Verdict::Silent => silent += 1,
                Verdict::One => {}
                Verdict::Other(found) => {
                    others.push(format!("{}: {}: {found}\n", rule.id, broken.what))
                }
            }
        }
    }
    let list = format!(
        "{} of {cases} cases, {silent} without any error\n\n{}",
        others.len(),
        others.concat()
    );
    golden(&root().join("tests/breaking.txt"), &list);
    assert!(
        others.len() * 100 <= cases * MOST_OTHERS,
        "{} of {cases}",
        others.len()
    );
    assert!(
        cases > 4_000 && silent * 2 < cases,
        "most breaks must break something: {silent} of {cases}"
    );
}

enum Verdict {
    /// Another description that is right too, or only worth a warning.
    Silent,
    One,
    Other(String),
}

fn verdict(broken: &Broken) -> Verdict {
    let text = on_prelude(&broken.text);
    let before = text.len() - broken.text.len();
    let outcome = compile(&text);
    let errors: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .collect();
    let covers = |span: radier::source::Span| {
        let (start, end) = (
            (span.start as usize).saturating_sub(before),
            (span.end as usize).saturating_sub(before),
        );
        span.end as usize >= before
            && broken
                .places
                .iter()
                .any(|place| start <= place.end && place.start <= end)
    };
    match errors.as_slice() {
        [] => Verdict::Silent,
        [error]
            if covers(error.primary.span)
                || error.secondary.iter().any(|label| covers(label.span)) =>
        {
            Verdict::One
        }
        many => Verdict::Other(
            many.iter()
                .map(|error| {
                    format!(
                        "{} at `{}`",
                        error.rule,
                        outcome
                            .sources
                            .text(error.primary.span)
                            .lines()
                            .next()
                            .unwrap_or_default()
                    )
                })
                .collect::<Vec<_>>()
                .join(", "),
        ),
    }
}

/// A fragment with a mistake in it.
struct Broken {
    text: String,
    what: String,
    /// Where the mistake is: the changed bytes with what they touch, and the heads of the blocks
    /// around it, which an error about something that is missing points at.
    places: Vec<Range<usize>>,
}

fn break_one_thing(text: &str, chance: &mut Chance) -> Option<Broken> {
    let words = words(text);
    let at = words.get(chance.below(words.len()))?.clone();
    let word = &text[at.clone()];
    let line = line_of(text, at.start);
    let (range, new, what) = match chance.below(8) {
        0 => (
            at.clone(),
            without(word, chance)?,
            format!("a character less in `{word}`"),
        ),
        1 => (
            at.clone(),
            doubled(word, chance)?,
            format!("a character twice in `{word}`"),
        ),
        2 => (at.clone(), String::new(), format!("`{word}` left out")),
        3 => (
            at.clone(),
            format!("{word} {word}"),
            format!("`{word}` twice"),
        ),
        4 => (
            at.clone(),
            other_digit(word, chance)?,
            format!("another digit in `{word}`"),
        ),
        5 if word.starts_with('"') && !word.starts_with("\"\"\"") => (
            at.clone(),
            "\"nonsense\"".to_string(),
            format!("`\"nonsense\"` for `{word}`"),
        ),
        6 => (
            line.clone(),
            String::new(),
            format!("line left out: `{}`", text[line.clone()].trim()),
        ),
        7 => (
            line.end..line.end,
            text[line.clone()].to_string(),
            format!("line twice: `{}`", text[line.clone()].trim()),
        ),
        _ => return None,
    };
    let mut broken = text.to_string();
    broken.replace_range(range.clone(), &new);
    if broken == text {
        return None;
    }
    let touched = line_of(&broken, range.start).start
        ..line_of(
            &broken,
            (range.start + new.len()).min(broken.len().saturating_sub(1)),
        )
        .end;
    let mut places = vec![touched];
    places.extend(heads_around(text, range.start));
    Some(Broken {
        text: broken,
        what,
        places,
    })
}

/// Words and quoted texts, where they stand.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if c.is_whitespace() {
            c.len_utf8()
        } else {
            let quoted = c == '"' && !rest.starts_with("\"\"\"");
            let length = match quoted {
                true => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
                false => rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';' | '=' | '"'))
                    .filter(|end| *end > 0)
                    .unwrap_or(c.len_utf8()),
            };
            all.push(at..at + length);
            length
        };
        at += length;
    }
    all
}

fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |found| at + found + 1);
    start..end
}

/// Lines that open the blocks around a place, by braces; and in YAML by indentation, with the first
/// line of the document.
fn heads_around(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut heads = Vec::new();
    for (index, c) in text[..at].char_indices() {
        match c {
            '{' => heads.push(line_of(text, index)),
            '}' => drop(heads.pop()),
            _ => {}
        }
    }
    if let Some(quotes) = text[..at]
        .rfind("\"\"\"")
        .filter(|quotes| text[..*quotes].matches("\"\"\"").count().is_multiple_of(2))
    {
        heads.push(line_of(text, line_of(text, quotes).end));
        let mut indent = indentation(text, at);
        let mut start = line_of(text, at).start;
        while start > quotes {
            start = line_of(text, start - 1).start;
            if indentation(text, start) < indent {
                indent = indentation(text, start);
                heads.push(line_of(text, start));
            }
        }
    }
    heads
}

fn indentation(text: &str, at: usize) -> usize {
    let line = &text[line_of(text, at)];
    line.len() - line.trim_start().len()
}

fn without(word: &str, chance: &mut Chance) -> Option<String> {
    let at = chance.below(word.chars().count());
    let rest: String = word
        .chars()
        .enumerate()
        .filter(|(index, _)| *index != at)
        .map(|(_, c)| c)
        .collect();
    (!rest.is_empty()).then_some(rest)
}

fn doubled(word: &str, chance: &mut Chance) -> Option<String> {
    let at = chance.below(word.chars().count());
    Some(
        word.chars()
            .enumerate()
            .flat_map(|(index, c)| std::iter::repeat_n(c, if index == at { 2 } else { 1 }))
            .collect(),
    )
}

fn other_digit(word: &str, chance: &mut Chance) -> Option<String> {
    let digits: Vec<usize> = word
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    let at = *digits.get(chance.below(digits.len().max(1)))?;
    let mut new = word.to_string();
    new.replace_range(at..=at, &chance.below(10).to_string());
    Some(new)
}

/// The same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}
