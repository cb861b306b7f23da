//! `--format json`: one object with `format_version` and `diagnostics`. `--format jsonl`: one such
//! object per line and finding.
//!
//! Within one major version, fields are only added; readers ignore those they do not know.

use crate::diagnostic::finding::{Diagnostic, Fix, Label};
use crate::diagnostic::report::Report;
use crate::source::{FileId, Sources};
use serde::Serialize;

/// Of both formats.
const VERSION: &str = "1.0";

#[derive(Serialize)]
struct Document<'a> {
    format_version: &'static str,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    level: &'static str,
    rule: &'a str,
    message: &'a str,
    /// The first is the primary one.
    spans: Vec<Place<'a>>,
    notes: &'a [String],
    /// Why it matters; absent where a note says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    help: &'a [String],
    /// At most one today.
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    /// `safe`: beyond doubt; `unsafe`: only probably meant.
    applicability: &'static str,
    file: &'a str,
    start: Point,
    end: Point,
    /// What belongs in between.
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    primary: bool,
    label: &'a str,
    /// Bytes from the start of the file; `end` is exclusive.
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    byte: u32,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
}

/// All findings of all descriptions as one JSON document, with a final newline.
pub fn json(reports: &[(&Report, &Sources)]) -> String {
    let diagnostics = reports
        .iter()
        .flat_map(|(report, sources)| report.iter().map(move |d| finding(d, sources)))
        .collect();
    let document = Document {
        format_version: VERSION,
        diagnostics,
    };
    // Serialising strings and numbers into memory cannot fail; an empty document would say so.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The same as one JSON document per line.
pub fn jsonl(reports: &[(&Report, &Sources)]) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        format_version: &'static str,
        #[serde(flatten)]
        finding: Finding<'a>,
    }
    let findings = reports
        .iter()
        .flat_map(|(report, sources)| report.iter().map(move |d| finding(d, sources)));
    let lines = findings.map(|finding| {
        serde_json::to_string(&Line {
            format_version: VERSION,
            finding,
        })
        .unwrap_or_default()
            + "\n"
    });
    lines.collect()
}

fn finding<'a>(d: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let spans =
        std::iter::once((&d.primary, true)).chain(d.secondary.iter().map(|label| (label, false)));
    Finding {
        level: d.level.word(),
        rule: d.rule,
        message: &d.message,
        spans: spans
            .map(|(label, primary)| place(label, primary, sources))
            .collect(),
        notes: &d.notes,
        why: d.why,
        help: &d.help,
        fixes: d.fix.iter().map(|fix| change(fix, sources)).collect(),
    }
}

fn change<'a>(fix: &'a Fix, sources: &'a Sources) -> Change<'a> {
    let file = fix.span.file;
    Change {
        applicability: if fix.is_safe { "safe" } else { "unsafe" },
        file: sources.get(file).map_or("", |s| s.path.as_str()),
        start: point(fix.span.start, file, sources),
        end: point(fix.span.end, file, sources),
        text: &fix.text,
    }
}

fn point(byte: u32, file: FileId, sources: &Sources) -> Point {
    let at = sources.position(file, byte);
    Point {
        byte,
        line: at.line,
        column: at.column,
    }
}

fn place<'a>(label: &'a Label, primary: bool, sources: &'a Sources) -> Place<'a> {
    let file = label.span.file;
    Place {
        file: sources.get(file).map_or("", |s| s.path.as_str()),
        primary,
        label: &label.text,
        start: point(label.span.start, file, sources),
        end: point(label.span.end, file, sources),
    }
}
