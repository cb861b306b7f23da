//! Broken files with the expectations beside the input. Below a line stands `//  ^^^ error[area/id]: text`: the carets
//! under the primary span, the text a part of the message. A span too near to the edge for carets is `//< error[...]`.
//! Inside of YAML the line starts with `#`. Findings without expectation and expectations without finding both fail.

use crate::support::{compile, root};
use std::path::Path;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expectation {
    line: usize,
    /// First column and width, when carets say so.
    columns: Option<(usize, usize)>,
    rule: String,
    text: String,
}

fn expectations(text: &str) -> Vec<Expectation> {
    let mut all = Vec::new();
    let mut code_line = 0;
    for (at, line) in text.lines().enumerate() {
        let Some((marks, rest)) = line
            .split_once("error[")
            .or_else(|| line.split_once("warning["))
            .or_else(|| line.split_once("note["))
            .filter(|_| line.starts_with("//") || line.starts_with('#'))
        else {
            code_line = at + 1;
            continue;
        };
        let (rule, message) = rest.split_once("]: ").unwrap_or_else(|| panic!("{line}"));
        let carets = marks.chars().filter(|c| *c == '^').count();
        let columns = marks.chars().position(|c| c == '^').map(|start| (start + 1, carets));
        assert!(columns.is_some() || marks.contains('<'), "{line}");
        all.push(Expectation { line: code_line, columns, rule: rule.to_string(), text: message.to_string() });
    }
    all
}

fn judge(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let mut expected = expectations(&text);
    let outcome = compile(&text);
    let mut failures = String::new();
    for finding in &outcome.findings {
        let span = finding.primary.span;
        let at = outcome.sources.position(span.file, span.start);
        let width = outcome.sources.text(span).chars().count();
        let fits = |e: &Expectation| {
            e.line == at.line
                && e.columns.is_none_or(|columns| columns == (at.column, width))
                && e.rule == finding.rule
                && finding.message.contains(&e.text)
        };
        match expected.iter().position(fits) {
            Some(found) => drop(expected.remove(found)),
            None => failures.push_str(&format!(
                "{}:{}:{} ({width} wide): not expected: {}[{}]: {}\n",
                path.display(),
                at.line,
                at.column,
                finding.level.word(),
                finding.rule,
                finding.message
            )),
        }
    }
    expected.iter().for_each(|e| failures.push_str(&format!("{}: not found: {e:?}\n", path.display())));
    failures
}

#[test]
fn findings_are_where_the_files_say() {
    let mut failures = String::new();
    let mut files = 0;
    for entry in std::fs::read_dir(root().join("tests/ui")).unwrap() {
        failures.push_str(&judge(&entry.unwrap().path()));
        files += 1;
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(files >= 8);
}

#[test]
fn ten_mistakes_give_ten_findings_in_file_order() {
    let text = std::fs::read_to_string(root().join("tests/ui/ten_mistakes.kdl")).unwrap();
    let outcome = compile(&text);
    assert_eq!(outcome.findings.len(), 10, "{}", outcome.text());
    let starts: Vec<u32> = outcome.findings.iter().map(|finding| finding.primary.span.start).collect();
    assert!(starts.is_sorted());
    assert!(outcome.findings.iter().all(|finding| !finding.help.is_empty() && !finding.primary.text.is_empty()));
}
