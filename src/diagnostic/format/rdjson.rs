//! `--format rdjson`: what reviewdog reads, and comments with on Gitea, Forgejo, Bitbucket, GitHub
//! and GitLab.

use super::common::{Findings, all, details, place, with_items};
use crate::diagnostic::finding::{Diagnostic, Level};
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// One `DiagnosticResult`. Columns count bytes of UTF-8, and ends are exclusive (reviewdog
/// proto/rdf/reviewdog.proto).
pub fn rdjson(reports: &[Findings<'_>]) -> String {
    let diagnostics = all(reports).map(|(finding, sources)| one(finding, sources));
    with_items(
        &json!({ "source": { "name": "radier" }, "diagnostics": [] }),
        "diagnostics",
        2,
        diagnostics,
    )
}

fn one(finding: &Diagnostic, sources: &Sources) -> Value {
    let details = details(finding);
    let message = if details.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n{details}", finding.message)
    };
    let related = finding
        .secondary
        .iter()
        .map(|label| json!({ "message": label.text, "location": location(label.span, sources) }));
    json!({
        "message": message,
        "location": location(finding.primary.span, sources),
        "severity": match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Note => "INFO",
        },
        "code": { "value": finding.rule },
        "relatedLocations": related.collect::<Vec<_>>(),
        "suggestions": finding.fix.iter().map(|fix| json!({
            "range": location(fix.span, sources)["range"],
            "text": fix.text,
        })).collect::<Vec<_>>(),
    })
}

fn location(span: Span, sources: &Sources) -> Value {
    let place = place(span, sources);
    let text = sources
        .get(span.file)
        .map_or("", |source| source.text.as_str());
    let point = |byte: u32, line: usize| {
        let before = text.get(..byte as usize).unwrap_or("");
        json!({
            "line": line,
            "column": before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1,
        })
    };
    json!({
        "path": place.path,
        "range": {
            "start": point(span.start, place.start.line),
            "end": point(span.end, place.end.line),
        },
    })
}
