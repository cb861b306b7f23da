//! The lines that a merge leaves in a file: which they are, and what they enclose.
//!
//! Must not know: nodes, diagnostics.

use super::lexical::{is_blank, is_newline};
use std::ops::Range;

/// Where one side of a merge starts or ends (git-merge: "How conflicts are presented").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `<<<<<<< HEAD`
    Ours,
    /// `||||||| base`, before what both sides have changed.
    Base,
    /// `=======`
    Theirs,
    /// `>>>>>>> branch`
    End,
}

const MARKS: [(&str, Mark); 4] = [
    ("<<<<<<<", Mark::Ours),
    ("|||||||", Mark::Base),
    ("=======", Mark::Theirs),
    (">>>>>>>", Mark::End),
];

/// The mark that a line is. Of eight signs it is none.
pub(super) fn of_line(line: &str) -> Option<Mark> {
    let (sign, mark) = MARKS.into_iter().find(|(sign, _)| line.starts_with(sign))?;
    line[sign.len()..]
        .chars()
        .next()
        .is_none_or(|c| is_blank(c) || is_newline(c))
        .then_some(mark)
}

/// Both sides of a merge, from a line `<<<<<<<` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The line that ends our side, without its end.
    pub middle: Range<usize>,
    /// The last line, without its end.
    pub end: Range<usize>,
}

/// The merge that starts with the line at `start`, when all its marks are there and in order: then
/// one side of it can be read. None when some of them are gone already.
pub(super) fn conflict(text: &str, start: usize) -> Option<Conflict> {
    let mut middle: Option<Range<usize>> = None;
    let mut seen = Mark::Ours;
    let mut at = start;
    for (number, line) in text.get(start..)?.split_inclusive('\n').enumerate() {
        let place = at..at + line.trim_end_matches(is_newline).len();
        at += line.len();
        let Some(mark) = of_line(line).filter(|_| number > 0) else {
            continue;
        };
        match (seen, mark) {
            (Mark::Ours, Mark::Base | Mark::Theirs) => middle = Some(place),
            (Mark::Base, Mark::Theirs) => {}
            (Mark::Theirs, Mark::End) => {
                return Some(Conflict {
                    middle: middle?,
                    end: place,
                });
            }
            _ => return None,
        }
        seen = mark;
    }
    None
}

/// The first mark among the lines of a text or a comment, where a line of `=` may be a heading: it
/// counts only when `is_heading` says that it is none, or when another mark is there.
pub(super) fn inside(
    text: &str,
    is_heading: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    if MARKS
        .iter()
        .all(|(sign, _)| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_none())
    {
        return None;
    }
    let mut at = 0;
    let mut found = Vec::new();
    // What stands behind the opening quotes is no line of its own.
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let place = at..at + line.trim_end_matches(is_newline).len();
        at += line.len();
        found.extend(
            of_line(line)
                .filter(|_| number > 0)
                .map(|mark| (mark, place)),
        );
    }
    let is_merge = found.iter().any(|(mark, _)| *mark != Mark::Theirs);
    found
        .into_iter()
        .map(|(_, place)| place)
        .find(|place| is_merge || !is_heading(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_conflict_is_one() {
        let text = "<<<<<<< HEAD\na\n||||||| 1234\nb\n=======\nc\n>>>>>>> x\nd\n";
        let found = conflict(text, 0).unwrap();
        assert_eq!(
            (&text[found.middle], &text[found.end]),
            ("||||||| 1234", ">>>>>>> x")
        );
        let text = "<<<<<<< HEAD\na\n=======\nc\n>>>>>>> x";
        assert_eq!(&text[conflict(text, 0).unwrap().middle], "=======");
        for half in [
            "<<<<<<< HEAD\na\n",
            "<<<<<<< HEAD\n>>>>>>> x\n",
            "<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> x\n",
            "<<<<<<< a\n=======\n",
        ] {
            assert_eq!(conflict(half, 0), None, "{half}");
        }
    }

    #[test]
    fn headings_are_no_marks() {
        for line in ["========", "=======a", "<<<<<<", "<<<<<<<a", "a ======="] {
            assert_eq!(of_line(line), None, "{line}");
        }
        assert_eq!(inside("\nTitle\n=======\ntext\n", |_| true), None);
        assert_eq!(inside("\nTitle\n=======\ntext\n", |_| false), Some(7..14));
        assert_eq!(
            inside("\na\n=======\nb\n>>>>>>> x\n", |_| true),
            Some(3..10)
        );
    }
}
