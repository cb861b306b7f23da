//! `--format human`: the message, the frame with the source line and the underlined cause, notes and help. miette draws
//! the frame; nothing else of miette is used, so that the renderer can be replaced.

use crate::diagnostic::{Diagnostic, Label, Level, Report, summary};
use crate::source::{FileId, Source, Sources};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceSpan, SpanContents};
use rustc_hash::FxHashSet;
use std::fmt;

/// At most this many findings are drawn; the rest is counted.
const MAX_DRAWN: usize = 50;

/// Of a line that no terminal shows whole, this many bytes are drawn on each side of the cause.
const AROUND: usize = 100;

/// A cause is underlined up to this length.
const MAX_UNDERLINED: usize = 2_000;

/// What the terminal can show.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub colour: bool,
    /// Box-drawing characters; plain ASCII otherwise.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

/// Draws all findings and a last line that counts them.
pub fn human(report: &Report, sources: &Sources, style: Style) -> String {
    let theme = match (style.colour, style.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width)
        .with_context_lines(0)
        .with_wrap_lines(true)
        .with_break_words(false);
    let mut out = String::new();
    let mut drawn = String::new();
    let mut told = FxHashSet::default();
    for diagnostic in report.iter().take(MAX_DRAWN) {
        let start = out.len();
        header(diagnostic, style, &mut out);
        drawn.clear();
        // Writing into a String cannot fail; without the frame that miette refuses, the message still says it.
        if handler.render_report(&mut drawn, &Drawn { diagnostic, sources }).is_ok() {
            frame(&drawn, &mut out);
        }
        // The reason of a rule is the same for all its findings.
        let why = diagnostic.why.filter(|_| told.insert(diagnostic.rule));
        footer(diagnostic, why, out[start..].lines().count(), sources, style, &mut out);
        out.push('\n');
    }
    if report.len() > MAX_DRAWN {
        out.push_str(&format!("... and {} more; `--format short` lists them all\n", report.len() - MAX_DRAWN));
    }
    if let Some(first) = report.iter().next() {
        out.push_str(&format!(
            "{}; `radier explain {}` tells more of {}\n",
            summary(report),
            first.rule,
            if report.len() == 1 { "it" } else { "the first" }
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
    let text = wrap(&format!("{head}: {}", diagnostic.message), style.width, "  ");
    match text.strip_prefix(&head) {
        Some(rest) if style.colour => out.push_str(&format!("\x1b[1;{colour}m{head}\x1b[0m{rest}\n")),
        _ => out.push_str(&format!("{text}\n")),
    }
}

/// The frame of what miette drew, without its header and its last line, which says nothing. Two places of one file
/// share a frame: where one ends and the next begins, a line with dots is enough.
fn frame(drawn: &str, out: &mut String) {
    let begins = |line: &str| [",-[", "╭─["].iter().any(|mark| plain(line).trim_start().starts_with(mark));
    let ends = |line: &str| ["`----", "╰────"].contains(&plain(line).trim());
    let mut lines = drawn.lines().skip_while(|line| !begins(line)).peekable();
    while let Some(line) = lines.next() {
        if ends(line) {
            if lines.peek().is_some_and(|next| begins(next)) {
                lines.next();
                out.push_str("     ...\n");
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
}

/// Without colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// Notes, places in other files, the reason and help below the frame. miette has room for one help text only. `above`:
/// lines of the message so far.
fn footer(diagnostic: &Diagnostic, why: Option<&str>, above: usize, sources: &Sources, style: Style, out: &mut String) {
    let line = |word: &str, text: &str| {
        let head = if style.colour { format!("\x1b[36m{word}:\x1b[0m ") } else { format!("{word}: ") };
        format!("  {head}{}\n", wrap(text, style.width.saturating_sub(8), "        "))
    };
    let notes = diagnostic.notes.iter().cloned().chain(elsewhere(diagnostic, sources));
    let notes: String = notes.map(|text| line("note", &text)).collect();
    let help: String = diagnostic.help.iter().map(|text| line("help", text)).collect();
    out.push_str(&notes);
    if let Some(why) = why {
        let free = MAX_LINES.saturating_sub(above + notes.lines().count() + help.lines().count());
        // The first sentence, and as many more as there is room for.
        let ends = why.match_indices(". ").map(|(at, _)| at + 1).chain([why.len()]);
        let mut texts = ends.map(|end| line("why", &why[..end]));
        let first = texts.next().unwrap_or_default();
        out.push_str(&texts.take_while(|text| text.lines().count() <= free).last().unwrap_or(first));
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

/// Adapter of one finding to miette.
struct Drawn<'a> {
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.diagnostic.rule)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.level {
            Level::Error => miette::Severity::Error,
            Level::Warning => miette::Severity::Warning,
            Level::Note => miette::Severity::Advice,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let file = self.diagnostic.primary.span.file;
        let primary = std::iter::once(&self.diagnostic.primary);
        // A frame shows one file; places in another file are told in words, as notes.
        let others = self.diagnostic.secondary.iter().filter(move |label| label.span.file == file);
        let drawn = |label: &Label| {
            ((!label.text.is_empty()).then(|| label.text.clone()), (label.span.start as usize, label.span.len().min(MAX_UNDERLINED)))
        };
        let primary = primary.map(move |label| {
            let (text, span) = drawn(label);
            LabeledSpan::new_primary_with_span(text, span)
        });
        let others = others.map(move |label| {
            let (text, span) = drawn(label);
            LabeledSpan::new_with_span(text, span)
        });
        Some(Box::new(primary.chain(others)))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.sources.get(self.diagnostic.primary.span.file).map(|source| source as &dyn miette::SourceCode)
    }
}

/// Whole lines around a span, found by the line index: miette's own reader rescans the file for each finding.
impl miette::SourceCode for Source {
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let len = self.text.len();
        if span.offset() > len {
            return Err(MietteError::OutOfBounds);
        }
        let last_byte = (span.offset() + span.len().saturating_sub(1)).min(len);
        let first = self.lines().line_of(span.offset()).saturating_sub(before);
        let last = self.lines().line_of(last_byte) + after;
        let mut start = self.lines().range(first, len).start;
        let mut end = self.lines().range(last.min(self.lines().count() - 1), len).end;
        // miette takes the column for the header from here; with no context lines it must be the span's own.
        let column = if before == 0 { self.text.get(start..span.offset()).map_or(0, |t| t.chars().count()) } else { 0 };
        if end - start > 4 * AROUND + span.len() {
            start = self.text.ceil_char_boundary(start.max(span.offset().saturating_sub(AROUND)));
            end = self.text.floor_char_boundary(end.min(last_byte + AROUND));
        }
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            self.text.as_bytes().get(start..end).unwrap_or_default(),
            SourceSpan::new(start.into(), end - start),
            first,
            column,
            last - first + 1,
        )))
    }
}

/// Places of a finding that are not in the file of its frame, as notes: `club.kdl:3:5: first used here`.
fn elsewhere(diagnostic: &Diagnostic, sources: &Sources) -> Vec<String> {
    let home: FileId = diagnostic.primary.span.file;
    let away = diagnostic.secondary.iter().filter(|label| label.span.file != home);
    away.map(|label| {
        let at = sources.position(label.span.file, label.span.start);
        let path = sources.get(label.span.file).map_or("", |s| s.path.as_str());
        format!("{path}:{}:{}: {}", at.line, at.column, label.text)
    })
    .collect()
}
