//! `--format human`: the message, the source lines with the cause underlined, notes, the reason and
//! help.

use super::frame::frame;
use super::short::summary;
use super::style::Style;
use crate::diagnostic::finding::{Diagnostic, Level};
use crate::diagnostic::report::Report;
use crate::source::Sources;
use rustc_hash::FxHashSet;

/// At most this many findings are drawn; the rest is counted.
const MAX_DRAWN: usize = 50;

/// Draws all findings and a last line that counts them.
pub fn human(report: &Report, sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    let mut told = FxHashSet::default();
    for diagnostic in report.iter().take(MAX_DRAWN) {
        let start = out.len();
        header(diagnostic, style, &mut out);
        frame(diagnostic, sources, style, &mut out);
        // The reason of a rule is the same for all its findings.
        let why = diagnostic.why.filter(|_| told.insert(diagnostic.rule));
        footer(
            diagnostic,
            why,
            out[start..].lines().count(),
            style,
            &mut out,
        );
        out.push('\n');
    }
    if report.len() > MAX_DRAWN {
        out.push_str(&format!(
            "... and {} more; `--format short` lists them all\n",
            report.len() - MAX_DRAWN
        ));
    }
    let is_error = |finding: &&Diagnostic| finding.level == Level::Error;
    if let Some(first) = report.iter().find(is_error).or(report.iter().next()) {
        out.push_str(&format!(
            "{}; `radier explain {}` says more about {}\n",
            summary(report),
            first.rule,
            if report.len() == 1 {
                "it"
            } else if first.level == Level::Error {
                "the first error"
            } else {
                "the first"
            }
        ));
    }
    out
}

/// `error[area/rule]: message`.
fn header(diagnostic: &Diagnostic, style: Style, out: &mut String) {
    let head = format!("{}[{}]", diagnostic.level.word(), diagnostic.rule);
    let colour = match diagnostic.level {
        Level::Error => "31",
        Level::Warning => "33",
        Level::Note => "36",
    };
    let text = wrap(
        &format!("{head}: {}", diagnostic.message),
        style.width,
        "  ",
    );
    match text.strip_prefix(&head) {
        Some(rest) if style.colour => {
            out.push_str(&format!("\x1b[1;{colour}m{head}\x1b[0m{rest}\n"))
        }
        _ => out.push_str(&format!("{text}\n")),
    }
}

/// Notes, the reason and help below the frame. `above`: lines of the message so far.
fn footer(
    diagnostic: &Diagnostic,
    why: Option<&str>,
    above: usize,
    style: Style,
    out: &mut String,
) {
    let line = |word: &str, text: &str| {
        let head = if style.colour {
            format!("\x1b[36m{word}:\x1b[0m ")
        } else {
            format!("{word}: ")
        };
        format!(
            "  {head}{}\n",
            wrap(text, style.width.saturating_sub(8), "        ")
        )
    };
    let notes: String = diagnostic
        .notes
        .iter()
        .map(|text| line("note", text))
        .collect();
    let help: String = diagnostic
        .help
        .iter()
        .map(|text| line("help", text))
        .collect();
    out.push_str(&notes);
    if let Some(why) = why {
        let free = MAX_LINES.saturating_sub(above + notes.lines().count() + help.lines().count());
        // The first sentence, and as many more as there is room for.
        let ends = why
            .match_indices(". ")
            .map(|(at, _)| at + 1)
            .chain([why.len()]);
        let mut texts = ends.map(|end| line("why", &why[..end]));
        let first = texts.next().unwrap_or_default();
        out.push_str(
            &texts
                .take_while(|text| text.lines().count() <= free)
                .last()
                .unwrap_or(first),
        );
    }
    out.push_str(&help);
}

/// Of a message on a terminal.
const MAX_LINES: usize = 12;

/// Breaks a text at blanks; further lines start with `indent`.
fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let len = word.chars().count();
        if column > 0 && column + 1 + len > width {
            out.push('\n');
            out.push_str(indent);
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += len;
    }
    out
}
