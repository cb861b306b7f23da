//! The code is formatted, all of it: rustfmt passes over what it cannot break, and says nothing.

use crate::support::root;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use walkdir::WalkDir;

/// Columns that a line may have, as in `rustfmt.toml`.
const WIDTH: usize = 100;
/// Lines that a file may have.
const LINES: usize = 450;
/// Lines that nine of ten functions of the program have at most.
const LINES_OF_A_FUNCTION: usize = 35;
/// Characters that nine of ten have at most; how deep one stands does not count.
const CHARACTERS_OF_A_FUNCTION: usize = 900;

/// Every source file of the repository, by its path there.
fn sources() -> Vec<(PathBuf, String)> {
    let folders = ["src", "tests", "benches", "examples", "fuzz", "mutants/src"];
    let files = folders
        .iter()
        .flat_map(|folder| WalkDir::new(root().join(folder)));
    let files = files
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path);
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "target"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_path_buf(), text)
        })
        .collect()
}

/// What a stretch of Rust is.
#[derive(Clone, Copy, PartialEq)]
pub enum Piece {
    Code,
    Literal,
    Comment,
}

/// The text in stretches, each with where it ends.
pub fn pieces(text: &str) -> Vec<(Piece, usize)> {
    let mut all: Vec<(Piece, usize)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let is_word = before.is_alphanumeric() || before == '_';
        let hashes = rest
            .strip_prefix('r')
            .map(|raw| raw.len() - raw.trim_start_matches('#').len());
        let raw = hashes.filter(|hashes| !is_word && rest[1 + hashes..].starts_with('"'));
        let (piece, length) = if rest.starts_with("//") {
            (Piece::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Piece::Comment, rest.find("*/").unwrap() + 2)
        } else if let Some(hashes) = raw {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            (
                Piece::Literal,
                start + rest[start..].find(&end).unwrap() + end.len(),
            )
        } else if rest.starts_with('"') {
            (Piece::Literal, quoted(rest, '"'))
        } else if rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'') {
            (
                Piece::Literal,
                if rest.starts_with('\'') {
                    quoted(rest, '\'')
                } else {
                    1
                },
            )
        } else {
            (Piece::Code, rest.chars().next().unwrap().len_utf8())
        };
        // `x'` of a third sign that is a quote begins no character.
        let piece = if length == 1 { Piece::Code } else { piece };
        at += length;
        match all.last_mut() {
            Some((Piece::Code, end)) if piece == Piece::Code => *end = at,
            _ => all.push((piece, at)),
        }
    }
    all
}

/// Bytes of a literal between two of this sign.
fn quoted(text: &str, sign: char) -> usize {
    let mut escaped = false;
    let mut signs = text.char_indices().skip(1);
    let end = signs.find(|(_, c)| {
        let ends = *c == sign && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.unwrap().0 + 1
}

/// Numbers of the lines, from 0, that begin inside of a literal.
fn within_literals(text: &str) -> BTreeSet<usize> {
    let line_at = |at: usize| text[..at].matches('\n').count();
    let mut start = 0;
    let mut all = BTreeSet::new();
    for (piece, end) in pieces(text) {
        if piece == Piece::Literal {
            all.extend(line_at(start) + 1..=line_at(end));
        }
        start = end;
    }
    all
}

/// Lines inside of macros that are called with braces or define one: rustfmt leaves them alone.
fn in_macros(text: &str) -> BTreeSet<usize> {
    let opens = ["! {", "! ({", "!({", "![", "macro_rules!"];
    let mut all = BTreeSet::new();
    let mut until: Option<usize> = None;
    let indent = |line: &str| line.len() - line.trim_start().len();
    for (at, line) in text.lines().enumerate() {
        if let Some(depth) = until {
            all.insert(at);
            let closes = line.trim_start().starts_with(['}', ')', ']']);
            if closes && indent(line) <= depth {
                until = None;
            }
        } else if opens.iter().any(|open| line.contains(open)) && line.ends_with(['{', '(', '[']) {
            until = Some(indent(line));
        }
    }
    all
}

#[test]
fn no_line_is_too_long() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        let pieces = pieces(&text);
        let mut start = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            // The last column of a line that goes on; within a literal it may.
            let mut signs = line.trim_end().char_indices().skip(WIDTH - 1);
            let last = signs.next().filter(|_| signs.next().is_some());
            let passed = last.map(|(at, _)| start + at);
            let piece = passed.map(|at| pieces[pieces.partition_point(|(_, end)| *end <= at)].0);
            if piece.is_some_and(|piece| piece != Piece::Literal) {
                long.push(format!("{}:{}", path.display(), at + 1));
            }
            start += line.len();
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn no_file_is_too_long() {
    let long = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > LINES);
    let long: Vec<PathBuf> = long.map(|(path, _)| path).collect();
    assert_eq!(long, Vec::<PathBuf>::new());
}

/// Lines and characters of each function in a text that is formatted: from its first line to the
/// brace that stands as deep.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let starts = |line: &&str| {
        let mut words = line.split_whitespace().peekable();
        while words
            .next_if(|word| {
                word.starts_with("pub") || ["const", "in"].contains(word) || word.ends_with(')')
            })
            .is_some()
        {}
        words.next() == Some("fn") && !line.ends_with([';', '}'])
    };
    let lines: Vec<&str> = text.lines().collect();
    let heads = lines.iter().enumerate().filter(|(_, line)| starts(line));
    heads
        .filter_map(|(at, head)| {
            let closes = |line: &&str| indent(line) == indent(head) && line.trim_start() == "}";
            let length = lines[at..].iter().position(closes)? + 1;
            let body = &lines[at..at + length];
            // A signature without a body ends before: the brace is another one's.
            let is_whole = body[1..].iter().all(|line| {
                line.is_empty()
                    || indent(line) > indent(head)
                    || line.trim_start().starts_with([')', '}', 'w', '{'])
            });
            is_whole.then(|| {
                (
                    length,
                    body.iter()
                        .map(|line| line.trim().chars().count() + 1)
                        .sum(),
                )
            })
        })
        .collect()
}

#[test]
fn functions_are_measured() {
    let text = "impl X {\n    pub(super) const fn a() {\n        b;\n    }\n\n    fn c(\n        d: E,\n    ) -> F {\n        d\n    }\n}\n\npub fn g() {}\n\ntrait T {\n    fn h();\n}\n";
    assert_eq!(functions(text), [(3, 31), (5, 25)]);
}

#[test]
fn functions_are_short() {
    let program = sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("src"));
    let mut all: Vec<(usize, usize, String)> = program
        .flat_map(|(path, text)| {
            functions(&text)
                .into_iter()
                .map(move |(lines, characters)| (lines, characters, path.display().to_string()))
        })
        .collect();
    assert!(all.len() > 1_500, "{}", all.len());
    let allowed = all.len() / 10;
    all.sort_by(|a, b| b.cmp(a));
    let long = &all[..=allowed];
    assert!(
        long[allowed].0 <= LINES_OF_A_FUNCTION,
        "too many are long: {long:#?}"
    );
    all.sort_by_key(|(lines, characters, _)| std::cmp::Reverse((*characters, *lines)));
    let large = &all[..=allowed];
    assert!(
        large[allowed].1 <= CHARACTERS_OF_A_FUNCTION,
        "too many are large: {large:#?}"
    );
}

/// What rustfmt gives up on it leaves as it was: here that is indented wrongly, and must come back.
#[test]
fn rustfmt_gives_up_on_nothing() {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        eprintln!("skipped: no rustfmt");
        return;
    }
    let mut left = Vec::new();
    for (path, text) in sources() {
        let literals = within_literals(&text);
        let macros = in_macros(&text);
        let kept = |at: &usize| literals.contains(at) || macros.contains(at);
        let moved: Vec<&str> = text
            .lines()
            .enumerate()
            .map(|(at, line)| match kept(&at) {
                true => line,
                false => line.strip_prefix("    ").unwrap_or(line),
            })
            .collect();
        let formatted = formatted(&(moved.join("\n") + "\n"));
        let differs = text
            .lines()
            .zip(formatted.lines())
            .position(|(one, other)| one != other);
        if let Some(at) = differs {
            left.push(format!("{}:{}", path.display(), at + 1));
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = rustfmt.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    String::from_utf8(rustfmt.wait_with_output().unwrap().stdout).unwrap()
}
