//! One quote or one brace is missing: one finding, and the first is about it. Every quote and every
//! brace of the platforms, one after the other.

use crate::platforms::{self, Platform};
use crate::support::{PRELUDE, compile};
use radier::check;
use radier::diagnostic::{Diagnostic, Level};
use radier::parts;
use radier::syntax::{self, Kind};

/// A byte of a comment, or inside of a text over several lines, which may be of another language.
fn is_of_another(text: &str, at: usize) -> bool {
    let mut end = 0;
    let mut tokens = syntax::tokens(text).into_iter();
    let token = tokens.find(|token| {
        end += token.text.len();
        at < end
    });
    token.is_some_and(|token| {
        let inside = end - token.text.len() + 3..end - 3.min(end);
        let is_text = token.text.starts_with("\"\"\"") && inside.contains(&at);
        is_text || token.kind == Kind::LineComment
    })
}

/// What became of a platform without one of its characters.
#[derive(Debug)]
struct Case {
    line: usize,
    is_of_another: bool,
    /// The line of each finding, its rule and its message.
    found: Vec<(usize, String, String)>,
}

impl Case {
    /// The first finding is about the syntax, or about the line that was broken.
    fn begins_well(&self) -> bool {
        let is_near = |line: usize| line.abs_diff(self.line) <= 1;
        self.found
            .first()
            .is_none_or(|(line, rule, _)| rule.starts_with("syntax/") || is_near(*line))
    }
}

fn cases(platform: &Platform) -> Vec<Case> {
    let text = platform.text();
    let at = text
        .char_indices()
        .filter(|(_, c)| ['"', '{', '}'].contains(c));
    at.map(|(at, _)| {
        let broken = format!("{}{}", &text[..at], &text[at + 1..]);
        let (compilation, _) = platform.compile_with(parts::ALL, &broken);
        let line = |finding: &Diagnostic| {
            broken[..finding.primary.span.start as usize]
                .matches('\n')
                .count()
                + 1
        };
        let findings = compilation.report.iter();
        Case {
            line: text[..at].matches('\n').count() + 1,
            is_of_another: is_of_another(&text, at),
            found: findings
                .map(|finding| {
                    (
                        line(finding),
                        finding.rule.to_string(),
                        finding.message.clone(),
                    )
                })
                .collect(),
        }
    })
    .collect()
}

/// Of a hundred.
const EXACTLY_ONE: usize = 95;

#[test]
fn a_removed_quote_or_brace_is_one_finding() {
    for platform in platforms::all() {
        let cases = cases(&platform);
        let ours: Vec<&Case> = cases.iter().filter(|case| !case.is_of_another).collect();
        let wrong: Vec<_> = ours.iter().filter(|case| !case.begins_well()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", platform.name);
        let silent: Vec<_> = ours.iter().filter(|case| case.found.is_empty()).collect();
        assert!(silent.is_empty(), "{}: {silent:?}", platform.name);
        let one = ours.iter().filter(|case| case.found.len() == 1).count();
        println!("{}: {one} of {}", platform.name, ours.len());
        assert!(
            one * 100 >= ours.len() * EXACTLY_ONE,
            "{}: {one}",
            platform.name
        );
    }
}

/// What follows from a broken text is left out, so a broken text must always stop a build.
#[test]
fn a_broken_text_is_always_an_error() {
    let mut of_syntax = check::rules()
        .into_iter()
        .filter(|rule| rule.area() == "syntax");
    assert!(of_syntax.all(|rule| rule.level == Level::Error && !rule.is_guess()));
}

/// What stands on a line that could not be read is not judged: its words are not what was meant.
#[test]
fn nothing_is_found_on_a_broken_line() {
    let broken = format!("{PRELUDE}allow \"storage/no-spare-host reason=\"three are enough\"\n");
    let outcome = compile(&broken);
    assert_eq!(outcome.rules(), ["syntax/unclosed"], "\n{}", outcome.text());
}
