//! `--format gitlab`: a Code Quality report, which GitLab shows in merge requests.

use super::common::{Findings, Fingerprints, all, place};
use crate::diagnostic::finding::Level;
use serde_json::json;

/// One array of issues. GitLab shows only one of equal fingerprints, and never the name of the
/// check.
pub fn gitlab(reports: &[Findings<'_>]) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<_> = all(reports)
        .map(|(finding, sources)| {
            let place = place(finding.primary.span, sources);
            json!({
                "description": format!("{}: {}", finding.rule, finding.message),
                "check_name": finding.rule,
                "fingerprint": fingerprints.of(finding, place.path),
                "severity": match finding.level {
                    Level::Error => "critical",
                    Level::Warning => "minor",
                    Level::Note => "info",
                },
                "location": {
                    "path": place.path,
                    "lines": { "begin": place.start.line, "end": place.end.line },
                },
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(issues))
}
