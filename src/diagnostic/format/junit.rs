//! `--format junit`: one test case per rule, for the test tabs of Jenkins and GitLab.

use super::common::{Findings, RuleText, all, details, place};
use crate::diagnostic::finding::{Diagnostic, Level};
use crate::source::Sources;

/// One suite. Errors are failures; warnings and notes are output of a test that passed.
pub fn junit(reports: &[Findings<'_>], rules: &[RuleText]) -> String {
    let mut cases = String::new();
    let mut failed = 0;
    for rule in rules {
        let found: Vec<_> = all(reports)
            .filter(|(finding, _)| finding.rule == rule.id)
            .collect();
        let (area, name) = rule.id.split_once('/').unwrap_or(("", rule.id));
        cases.push_str(&format!(
            "    <testcase classname=\"{}\" name=\"{}\"",
            escape(area),
            escape(name)
        ));
        if found.is_empty() {
            cases.push_str("/>\n");
            continue;
        }
        cases.push_str(">\n");
        let is_error = |(finding, _): &&(&Diagnostic, &Sources)| finding.level == Level::Error;
        // A test case fails once.
        let errors: Vec<String> = found
            .iter()
            .filter(is_error)
            .map(|(finding, sources)| text(finding, sources))
            .collect();
        if let Some((first, _)) = found.iter().find(is_error) {
            failed += 1;
            cases.push_str(&format!(
                "      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                escape(&first.message),
                escape(rule.id),
                escape(&errors.join("\n\n"))
            ));
        }
        let others: Vec<String> = found
            .iter()
            .filter(|one| !is_error(one))
            .map(|(finding, sources)| text(finding, sources))
            .collect();
        if !others.is_empty() {
            cases.push_str(&format!(
                "      <system-out>{}</system-out>\n",
                escape(&others.join("\n\n"))
            ));
        }
        cases.push_str("    </testcase>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"radier\" \
         tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">\n{cases}  \
         </testsuite>\n</testsuites>\n",
        rules.len()
    )
}

fn text(finding: &Diagnostic, sources: &Sources) -> String {
    let place = place(finding.primary.span, sources);
    let head = format!(
        "{}:{}:{}: {}: {}",
        place.path,
        place.start.line,
        place.start.column,
        finding.level.word(),
        finding.message
    );
    [head, details(finding)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// XML 1.0 has no way at all to write most control characters: they become a mark.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
