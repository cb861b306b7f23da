//! The source lines of a finding: the cause underlined with `^`, other places with `-`.
//! annotate-snippets, which draws for rustc and cargo, does it; only this file may name it.
//!
//! Must not know: messages, notes, help.

use super::style::Style;
use crate::diagnostic::finding::{Diagnostic, Label, Level};
use crate::source::{FileId, Source, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Marker, Renderer, Snippet};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Of a line that no terminal shows whole, this many bytes are drawn on each side of a mark.
const AROUND: usize = 100;
/// A mark has this many bytes at most.
const MOST_MARKED: usize = 2_000;
/// Lines between two marks that are shown, when there are no more.
const BETWEEN: usize = 2;

/// Draws the places of a finding, those in the file of the cause first.
pub(super) fn frame(diagnostic: &Diagnostic, sources: &Sources, style: Style, out: &mut String) {
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let marks: Vec<(AnnotationKind, &Label)> = primary
        .chain(
            diagnostic
                .secondary
                .iter()
                .map(|label| (AnnotationKind::Context, label)),
        )
        .collect();
    let mut files: Vec<FileId> = marks.iter().map(|(_, label)| label.span.file).collect();
    let mut seen = FxHashSet::default();
    files.retain(|file| seen.insert(*file));
    let excerpts: Vec<(Excerpt<'_>, Vec<_>)> = files
        .into_iter()
        .filter_map(|file| {
            let here: Vec<_> = marks
                .iter()
                .filter(|(_, label)| label.span.file == file)
                .collect();
            Some((
                Excerpt::new(sources.get(file)?, here.iter().map(|(_, label)| label.span)),
                here,
            ))
        })
        .collect();
    let snippet = |(excerpt, marks): &(Excerpt<'_>, Vec<&(AnnotationKind, &Label)>)| {
        let annotations = marks.iter().map(|(kind, label)| {
            let annotation = kind.span(excerpt.place(label.span));
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(label.text.clone())
            }
        });
        Snippet::source(excerpt.text.clone())
            .path(excerpt.source.path.clone())
            .line_start(excerpt.first + 1)
            .annotations(annotations.collect::<Vec<_>>())
    };
    let level = marker(diagnostic.level);
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if style.unicode {
        DecorStyle::Unicode
    } else {
        DecorStyle::Ascii
    };
    let group = Group::with_level(level).elements(excerpts.iter().map(snippet));
    let drawn = renderer
        .decor_style(decor)
        .term_width(style.width)
        .render(&[group]);
    let drawn = with_true_columns(drawn, &excerpts, sources);
    out.push_str(&drawn);
    out.push('\n');
}

fn marker(level: Level) -> annotate_snippets::Level<'static> {
    match level {
        Level::Error => Marker::ERROR,
        Level::Warning => Marker::WARNING,
        Level::Note => Marker::NOTE,
    }
}

/// Columns of lines that are cut are counted from where the line starts.
fn with_true_columns(
    mut drawn: String,
    excerpts: &[(Excerpt<'_>, Vec<&(AnnotationKind, &Label)>)],
    sources: &Sources,
) -> String {
    for (excerpt, marks) in excerpts {
        if let Some((_, label)) = marks
            .first()
            .filter(|(_, label)| excerpt.is_cut(label.span))
        {
            let at = sources.position(label.span.file, label.span.start);
            let shown = excerpt.column(label.span);
            drawn = drawn.replacen(
                &format!(":{}:{shown}", at.line),
                &format!(":{}:{}", at.line, at.column),
                1,
            );
        }
    }
    drawn
}

/// The lines that are drawn, and empty ones in the place of those that are not: the renderer goes
/// through all it gets.
struct Excerpt<'s> {
    source: &'s Source,
    /// Line from 0.
    first: usize,
    text: String,
    /// Of each line: where its part starts in the file, and where in `text`.
    parts: Vec<(usize, usize)>,
}

impl<'s> Excerpt<'s> {
    fn new(source: &'s Source, spans: impl Iterator<Item = Span> + Clone) -> Self {
        let spans: Vec<Range<usize>> = spans.map(|span| marked(source, span)).collect();
        let line = |offset: usize| source.lines().line_of(offset);
        let lines: Vec<(usize, usize)> = spans
            .iter()
            .map(|span| (line(span.start), line(span.end.max(span.start + 1) - 1)))
            .collect();
        let first = lines.iter().map(|(first, _)| *first).min().unwrap_or(0);
        let last = lines.iter().map(|(_, last)| *last).max().unwrap_or(0);
        let mut excerpt = Self {
            source,
            first,
            text: String::new(),
            parts: Vec::new(),
        };
        for at in first..=last {
            let range = source.lines().range(at, source.text.len());
            let marks = spans
                .iter()
                .zip(&lines)
                .filter(|(_, (first, last))| (*first..=*last).contains(&at))
                .map(|(span, _)| span);
            let (from, to) = marks.fold((range.end, range.start), |(from, to), mark| {
                (from.min(mark.start), to.max(mark.end))
            });
            let is_near = lines.iter().any(|(first, last)| {
                (first.saturating_sub(BETWEEN)..=last + BETWEEN).contains(&at)
            });
            let mut part = if is_near {
                range.clone()
            } else {
                range.start..range.start
            };
            if part.len() > 4 * AROUND {
                let (from, to) = if from > to {
                    (range.start, range.start)
                } else {
                    (from.max(range.start), to.min(range.end))
                };
                part = from.saturating_sub(AROUND).max(range.start)..(to + AROUND).min(range.end);
            }
            let part = source.text.ceil_char_boundary(part.start)
                ..source.text.floor_char_boundary(part.end);
            excerpt.parts.push((part.start, excerpt.text.len()));
            excerpt.text.push_str(
                source
                    .text
                    .get(part)
                    .unwrap_or_default()
                    .trim_end_matches(['\n', '\r']),
            );
            excerpt.text.push('\n');
        }
        excerpt
    }

    /// Where a span of the file is in `text`.
    fn place(&self, span: Span) -> Range<usize> {
        let span = marked(self.source, span);
        let place = |offset: usize| {
            let line = self
                .source
                .lines()
                .line_of(offset)
                .clamp(self.first, self.first + self.parts.len() - 1)
                - self.first;
            let (from, to) = self.parts[line];
            let end = self
                .parts
                .get(line + 1)
                .map_or(self.text.len(), |(_, next)| *next)
                - 1;
            (to + offset.saturating_sub(from)).min(end)
        };
        place(span.start)..place(span.end).max(place(span.start))
    }

    /// Whether the line where a span starts lacks its beginning.
    fn is_cut(&self, span: Span) -> bool {
        let line = self.source.lines().line_of(span.start as usize);
        self.parts.get(line - self.first).is_some_and(|(from, _)| {
            *from
                > self
                    .source
                    .lines()
                    .range(line, self.source.text.len())
                    .start
        })
    }

    /// Column that the renderer shows of the start of a span, from 1.
    fn column(&self, span: Span) -> usize {
        let start = self.place(span).start;
        let line = self.text[..start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        self.text[line..start].chars().count() + 1
    }
}

/// The part of a span that gets a mark, between characters.
fn marked(source: &Source, span: Span) -> Range<usize> {
    let start = source.text.floor_char_boundary(span.start as usize);
    start
        ..source
            .text
            .floor_char_boundary(start + span.len().min(MOST_MARKED))
}
