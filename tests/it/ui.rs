//! Broken files with the expectations beside the input. Below a line stands `//  ^^^
//! error[area/id]: text`: the carets under the primary span, the text a part of the message. A span
//! too near to the edge for carets is `//< error[...]`. Inside of YAML the mark is `#`, as far
//! indented as the text. Findings without expectation and expectations without finding both fail.
//!
//! `tests/ui` are whole files, `tests/invalid` fragments on the clean prelude, one mistake each.

use crate::support::{compile, on_prelude, root};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expectation {
    line: usize,
    /// First column and width, when carets say so.
    columns: Option<(usize, usize)>,
    rule: String,
    text: String,
}

/// What stands before and after `error[`.
fn mark(line: &str) -> Option<(&str, &str)> {
    let found = line
        .split_once("error[")
        .or_else(|| line.split_once("warning["))
        .or_else(|| line.split_once("note["));
    found.filter(|_| line.starts_with("//") || line.trim_start().starts_with('#'))
}

/// Whether a line says what is expected of the one above it.
pub fn is_mark(line: &str) -> bool {
    mark(line).is_some()
}

fn expectations(text: &str) -> Vec<Expectation> {
    let mut all = Vec::new();
    let mut code_line = 0;
    for (at, line) in text.lines().enumerate() {
        let Some((marks, rest)) = mark(line) else {
            code_line = at + 1;
            continue;
        };
        let (rule, message) = rest.split_once("]: ").unwrap_or_else(|| panic!("{line}"));
        let carets = marks.chars().filter(|c| *c == '^').count();
        let columns = marks
            .chars()
            .position(|c| c == '^')
            .map(|start| (start + 1, carets));
        assert!(columns.is_some() || marks.contains('<'), "{line}");
        all.push(Expectation {
            line: code_line,
            columns,
            rule: rule.to_string(),
            text: message.to_string(),
        });
    }
    all
}

/// What differs between the findings and the expectations of a text; `compiled` ends with it.
fn judge(name: &str, text: &str, compiled: &str) -> String {
    let mut expected = expectations(text);
    assert!(compiled.ends_with(text));
    let before = compiled.lines().count() - text.lines().count();
    expected
        .iter_mut()
        .for_each(|expectation| expectation.line += before);
    let outcome = compile(compiled);
    let mut failures = String::new();
    for finding in &outcome.findings {
        let span = finding.primary.span;
        let at = outcome.sources.position(span.file, span.start);
        let width = outcome.sources.text(span).chars().count();
        let fits = |e: &Expectation| {
            e.line == at.line
                && e.columns
                    .is_none_or(|columns| columns == (at.column, width))
                && e.rule == finding.rule
                && finding.message.contains(&e.text)
        };
        match expected.iter().position(fits) {
            Some(found) => drop(expected.remove(found)),
            None => failures.push_str(&format!(
                "{}:{}:{} ({width} wide): not expected: {}[{}]: {}\n",
                name,
                at.line as i64 - before as i64,
                at.column,
                finding.level.word(),
                finding.rule,
                finding.message
            )),
        }
    }
    expected
        .iter()
        .for_each(|e| failures.push_str(&format!("{}: not found: {e:?}\n", name)));
    failures
}

#[test]
fn findings_are_where_the_files_say() {
    let files = files("tests/ui");
    let failures: String = files
        .iter()
        .map(|(name, text)| judge(name, text, text))
        .collect();
    assert!(failures.is_empty(), "{failures}");
    assert!(files.len() >= 39);
}

#[test]
fn what_others_refuse_is_refused() {
    let files = invalid();
    let failures: String = files
        .iter()
        .map(|(name, text)| judge(name, text, &whole(text)))
        .collect();
    assert!(failures.is_empty(), "{failures}");
    assert!(files.len() >= 60);
}

/// The fragments of `tests/invalid`.
pub fn invalid() -> Vec<(String, String)> {
    files("tests/invalid")
}

/// The description that a fragment stands for. One that lacks something begins with this comment.
pub fn whole(fragment: &str) -> String {
    if fragment.starts_with("// Without the prelude") {
        fragment.to_string()
    } else {
        on_prelude(fragment)
    }
}

/// Names and texts of the descriptions in a folder.
fn files(folder: &str) -> Vec<(String, String)> {
    let paths = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "kdl"))
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn ten_mistakes_give_ten_findings_in_file_order_behind_those_of_the_syntax() {
    let text = std::fs::read_to_string(root().join("tests/ui/ten_mistakes.kdl")).unwrap();
    let outcome = compile(&text);
    assert_eq!(outcome.findings.len(), 10, "{}", outcome.text());
    let starts: Vec<(bool, u32)> = outcome
        .findings
        .iter()
        .map(|finding| {
            let follows = !finding.rule.starts_with("syntax/");
            (follows, finding.primary.span.start)
        })
        .collect();
    assert!(starts.is_sorted());
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| !finding.help.is_empty() && !finding.primary.text.is_empty())
    );
}

/// Fragments on the clean prelude that are unusual and right: nothing is told of them.
#[test]
fn what_is_legal_is_not_told() {
    let files = files("tests/legal");
    let told = |(name, text): &(String, String)| {
        let outcome = compile(&on_prelude(text));
        outcome
            .findings
            .iter()
            .map(|finding| format!("{name}: {}: {}\n", finding.rule, finding.message))
            .collect::<String>()
    };
    let failures: String = files.iter().map(told).collect();
    assert!(failures.is_empty(), "{failures}");
    assert!(files.len() >= 5);
}
