//! What several formats for programs share.
//!
//! Must not know: any of them.

use crate::diagnostic::finding::{Diagnostic, Level};
use crate::diagnostic::report::Report;
use crate::source::{Position, Sources, Span};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// Findings of one description, and its files.
pub type Findings<'a> = (&'a Report, &'a Sources);

/// What formats say of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleText {
    pub id: &'static str,
    pub level: Level,
    pub summary: &'static str,
    pub why: &'static str,
}

/// All findings with their files, in order.
pub(super) fn all<'a>(
    reports: &'a [Findings<'a>],
) -> impl Iterator<Item = (&'a Diagnostic, &'a Sources)> {
    reports
        .iter()
        .flat_map(|(report, sources)| report.iter().map(move |finding| (finding, *sources)))
}

/// A span as lines and columns from 1; `end` is exclusive.
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) start: Position,
    pub(super) end: Position,
}

pub(super) fn place(span: Span, sources: &Sources) -> Place<'_> {
    Place {
        path: sources
            .get(span.file)
            .map_or("", |source| source.path.as_str()),
        start: sources.position(span.file, span.start),
        end: sources.position(span.file, span.end),
    }
}

/// Label, notes, reason and help of a finding, a line each: what stands below its message.
pub(super) fn details(finding: &Diagnostic) -> String {
    let label = Some(&finding.primary.text)
        .filter(|text| !text.is_empty())
        .cloned();
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let why = finding.why.map(|why| format!("why: {why}"));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    label
        .into_iter()
        .chain(notes)
        .chain(why)
        .chain(help)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A document as text, with items in its empty list `key`, which is indented by so many blanks. One
/// item at a time is a value: a hundred thousand of them would be a gigabyte.
pub(super) fn with_items(
    document: &serde_json::Value,
    key: &str,
    indent: usize,
    items: impl Iterator<Item = serde_json::Value>,
) -> String {
    let text = format!("{document:#}\n");
    let empty = format!("\"{key}\": []");
    let Some((before, after)) = text.rsplit_once(&empty) else {
        return text;
    };
    let mut out = format!("{before}\"{key}\": [");
    let inner = format!("\n{}", " ".repeat(indent + 2));
    let mut is_empty = true;
    for item in items {
        // A line end within a text is written as an escape: those are the document's own.
        out.push_str(if is_empty { "" } else { "," });
        out.push_str(&inner);
        out.push_str(&format!("{item:#}").replace('\n', &inner));
        is_empty = false;
    }
    if !is_empty {
        out.push_str(&inner[..=indent]);
    }
    out.push(']');
    out.push_str(after);
    out
}

/// Tells findings apart wherever they move in a file: by rule, file and words. Of equal ones, each
/// has its own.
#[derive(Default)]
pub(super) struct Fingerprints(FxHashMap<String, usize>);

impl Fingerprints {
    pub(super) fn of(&mut self, finding: &Diagnostic, path: &str) -> String {
        let what = format!("{}\n{path}\n{}", finding.rule, finding.message);
        let again = self.0.entry(what.clone()).or_default();
        *again += 1;
        let digest = Sha256::digest(format!("{what}\n{again}").as_bytes());
        digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
