//! `--format sarif`: SARIF 2.1.0, as GitHub's code scanning reads it.

use super::common::{Findings, Fingerprints, RuleText, all, details, place, with_items};
use crate::diagnostic::finding::{Diagnostic, Level};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// GitHub shows no more characters of a text of a rule.
const MAX_TEXT: usize = 1024;

/// One run. All rules are declared, and a run without results is one too: or old alerts would never
/// close.
pub fn sarif(reports: &[Findings<'_>], rules: &[RuleText], version: &str) -> String {
    let mut fingerprints = Fingerprints::default();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "radier",
                    "semanticVersion": version,
                    "rules": rules.iter().map(rule).collect::<Vec<_>>(),
                },
            },
            "automationDetails": { "id": "radier/" },
            "columnKind": "unicodeCodePoints",
            "results": [],
        }],
    });
    let results =
        all(reports).map(|(finding, sources)| result(finding, sources, rules, &mut fingerprints));
    with_items(&document, "results", 6, results)
}

fn rule(rule: &RuleText) -> Value {
    let text = |text: &str| json!({ "text": text.chars().take(MAX_TEXT).collect::<String>() });
    json!({
        "id": rule.id,
        "shortDescription": text(rule.summary),
        "fullDescription": text(rule.why),
        "help": text(&format!("{} `radier explain {}` shows an example.", rule.why, rule.id)),
        "defaultConfiguration": { "level": rule.level.word() },
        "properties": { "precision": "very-high", "problem.severity": severity(rule.level) },
    })
}

/// Code scanning knows `recommendation`, where SARIF says `note`.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

fn result(
    finding: &Diagnostic,
    sources: &Sources,
    rules: &[RuleText],
    fingerprints: &mut Fingerprints,
) -> Value {
    let path = place(finding.primary.span, sources).path;
    let details = details(finding);
    // GitHub takes the first sentence as the title.
    let message = if details.is_empty() {
        finding.message.clone()
    } else {
        format!("{}.\n{details}", finding.message)
    };
    let related = finding.secondary.iter().enumerate().map(|(at, label)| {
        let mut location = location(label.span, sources);
        location["id"] = json!(at);
        location["message"] = json!({ "text": label.text });
        location
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.level.word(),
        "message": { "text": message },
        "locations": [location(finding.primary.span, sources)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "primaryLocationLineHash": fingerprints.of(finding, path) },
    });
    if let Some(at) = rules.iter().position(|rule| rule.id == finding.rule) {
        result["ruleIndex"] = json!(at);
    }
    result
}

/// One line: a pull request shows an alert only when all its lines are in the difference.
fn location(span: Span, sources: &Sources) -> Value {
    let place = place(span, sources);
    let mut region = json!({ "startLine": place.start.line, "startColumn": place.start.column });
    if place.end.line == place.start.line {
        region["endColumn"] = json!(place.end.column.max(place.start.column + 1));
    }
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(place.path), "uriBaseId": "%SRCROOT%" },
            "region": region,
        },
    })
}

/// A relative reference of RFC 3986: what has a meaning of its own there is escaped.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
