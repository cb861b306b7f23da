//! What follows from a mistake in the syntax is not told: words that seem unknown because a brace
//! is missing, values that seem to be missing because the rest of their line could not be read.
//!
//! Must not know: which nodes exist.

use super::codes::{GIVEN_TWICE, MISSING, UNKNOWN_WORD};
use crate::diagnostic::{Diagnostic, Label, Report};
use crate::source::{LineIndex, Span};
use crate::syntax::{STRAY_BRACE, UNCLOSED};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A top-level node: where it stands, and whether its kind is a word of the language.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub start: u32,
    pub end: u32,
    pub known: bool,
}

/// Leaves away what follows from the mistakes in `syntax`, both of one file. Linear in the text,
/// whatever stands in it.
///
/// Returns the bytes in which nobody knows what was meant: the line of each mistake, or the node
/// when a brace or a text over several lines is broken.
pub(super) fn forget(
    syntax: &mut Report,
    decoding: &mut Report,
    pieces: &[Piece],
    text: &str,
) -> Vec<Range<u32>> {
    if syntax.is_empty() {
        return Vec::new();
    }
    syntax.sort();
    let lines = LineIndex::new(text);
    let line = |span: Span| lines.line_of(span.start as usize);
    let unread = turned_around(syntax, pieces, text);
    // Quotes whose opening is missing altogether: the lines before them were meant to be text.
    let meant = unread
        .filter(|cause| opens_text(*cause, text))
        .map(|cause| around(pieces, 0, cause.start));
    let is_unread = |span: Span| {
        unread.is_some_and(|cause| {
            span.start > cause.start
                || (span != cause
                    && meant
                        .as_ref()
                        .is_some_and(|meant| meant.contains(&span.start)))
        })
    };
    let plain = |problem: &Diagnostic| !is_structural(problem, text);
    let broken: FxHashSet<usize> = syntax
        .iter()
        .filter(|problem| plain(problem))
        .map(|problem| line(problem.primary.span))
        .collect();
    // Behind a wrong quote a brace may have become text: then another one is not missed.
    let quotes = syntax
        .iter()
        .filter(|problem| problem.rule == UNCLOSED && plain(problem));
    let quotes: FxHashSet<usize> = quotes.map(|problem| line(problem.primary.span)).collect();
    let line_of = |line: usize| lines.range(line, text.len());
    let hides = |line: &&usize| text[line_of(**line)].contains(['{', '}']);
    let mut hidden = quotes.iter().filter(hides).count();
    let (mut unsure, mut quoted, mut before): (Vec<Unsure>, _, _) = (Vec::new(), None, 0);
    syntax.retain(|problem| {
        let (span, line) = (problem.primary.span, line(problem.primary.span));
        // Behind a wrong quote, texts and words are exchanged up to the end of the line.
        if is_unread(span) || quoted == Some(line) || (!plain(problem) && broken.contains(&line)) {
            return false;
        }
        let is_told = plain(problem) || hidden == 0;
        hidden -= usize::from(!is_told);
        if is_at_quote(span, text) {
            quoted = Some(line);
        }
        if !plain(problem) || unread == Some(span) {
            let bytes = around(
                pieces,
                std::mem::replace(&mut before, span.start),
                span.start,
            );
            match unsure
                .last_mut()
                .filter(|last| last.bytes.start == bytes.start)
            {
                Some(last) => last.bytes.end = bytes.end,
                None => unsure.push(Unsure {
                    bytes,
                    cause: span,
                    first: None,
                }),
            }
        }
        is_told
    });
    decoding.sort();
    decoding.retain(|problem| {
        let span = problem.primary.span;
        let started = unsure.partition_point(|unsure| unsure.bytes.start <= span.start);
        let inside = started
            .checked_sub(1)
            .map(|last| &mut unsure[last])
            .filter(|unsure| span.start < unsure.bytes.end);
        let is_sure = inside.is_none();
        if let Some(unsure) = inside.filter(|_| problem.rule == UNKNOWN_WORD) {
            unsure.first.get_or_insert(span);
        }
        let follows = is_unread(span) || broken.contains(&line(span));
        !follows && (is_sure || !matches!(problem.rule, UNKNOWN_WORD | MISSING | GIVEN_TWICE))
    });
    let doubtful_lines = lines_in_doubt(syntax, pieces, text, &lines);
    point_at_first(syntax, &unsure);
    doubtful_lines
}

/// Bytes in which nobody knows what was meant.
fn lines_in_doubt(
    syntax: &Report,
    pieces: &[Piece],
    text: &str,
    lines: &LineIndex,
) -> Vec<Range<u32>> {
    let mut doubtful_lines: Vec<Range<u32>> = Vec::new();
    let mut last = None;
    for problem in syntax.iter() {
        let at = lines.line_of(problem.primary.span.start as usize);
        // Further mistakes of a line add nothing but their node.
        if last.replace(at) != Some(at) || is_structural(problem, text) {
            let bytes = doubtful(problem, pieces, text, lines.range(at, text.len()));
            match doubtful_lines
                .last_mut()
                .filter(|last| bytes.start <= last.end)
            {
                Some(last) => last.end = last.end.max(bytes.end),
                None => doubtful_lines.push(bytes),
            }
        }
    }
    doubtful_lines
}

/// The first word that is not known behind a mistake of braces: it is just before it.
fn point_at_first(syntax: &mut Report, unsure: &[Unsure]) {
    let pointers: FxHashMap<Span, Span> = unsure
        .iter()
        .filter_map(|unsure| Some((unsure.cause, unsure.first?)))
        .collect();
    syntax.adjust(|problem| {
        if let Some(first) = pointers.get(&problem.primary.span) {
            problem.secondary.push(Label {
                span: *first,
                text: "not known here: look just before it".to_string(),
            });
        }
        true
    });
}

/// The line of a mistake, or its node.
fn doubtful(problem: &Diagnostic, pieces: &[Piece], text: &str, line: Range<usize>) -> Range<u32> {
    let at = problem.primary.span.start;
    let is_cut_off = problem.rule == UNCLOSED && opens_text(problem.primary.span, text);
    if is_cut_off {
        return line.start as u32..text.len() as u32;
    }
    if is_structural(problem, text) || text[line.clone()].contains("\"\"\"") {
        return around(pieces, at, at);
    }
    line.start as u32..line.end as u32
}

/// Bytes in which nobody knows what belongs to what.
struct Unsure {
    bytes: Range<u32>,
    /// The brace or the quote.
    cause: Span,
    /// The first word in it that is not known there.
    first: Option<Span>,
}

/// A brace is missing, or there is one too many.
fn is_structural(problem: &Diagnostic, text: &str) -> bool {
    problem.rule == STRAY_BRACE
        || (problem.rule == UNCLOSED && rest(problem.primary.span, text).starts_with('{'))
}

fn opens_text(span: Span, text: &str) -> bool {
    rest(span, text).starts_with("\"\"\"")
}

/// The text from a place on.
fn rest(span: Span, text: &str) -> &str {
    text.get(span.start as usize..).unwrap_or_default()
}

fn is_at_quote(span: Span, text: &str) -> bool {
    let (start, bytes) = (span.start as usize, text.as_bytes());
    bytes.get(start) == Some(&b'"')
        || start
            .checked_sub(1)
            .is_some_and(|before| bytes[before] == b'"')
}

/// The wrong quote behind which texts and words are exchanged up to the end of the file. There is
/// one when quotes open a text where they should close it: the first wrong quote since the last
/// node that is whole.
fn turned_around(syntax: &Report, pieces: &[Piece], text: &str) -> Option<Span> {
    let mut problems = syntax
        .iter()
        .filter(|problem| problem.rule == UNCLOSED)
        .map(|problem| problem.primary.span);
    let at = problems.find(|span| opens_text(*span, text))?;
    let next = pieces.partition_point(|piece| piece.start <= at.start);
    let whole = pieces[..next]
        .iter()
        .rev()
        .find(|piece| piece.known)
        .map_or(0, |piece| piece.start);
    syntax
        .iter()
        .map(|problem| problem.primary.span)
        .find(|span| span.start >= whole && is_at_quote(*span, text))
}

/// The node that a broken brace or quote is in; else the lines between `after` and it that stand in
/// no block, and the node before them, which may have ended too early.
fn around(pieces: &[Piece], after: u32, at: u32) -> Range<u32> {
    let next = pieces.partition_point(|piece| piece.start <= at);
    if let Some(piece) = next
        .checked_sub(1)
        .map(|last| pieces[last])
        .filter(|piece| piece.known && at < piece.end)
    {
        return piece.start..piece.end;
    }
    let orphans = pieces[..next]
        .iter()
        .rev()
        .take_while(|piece| !piece.known && piece.start >= after)
        .count();
    let first = pieces[..next - orphans].last().or(pieces[..next].last());
    first.map_or(at, |piece| piece.start)..at + 1
}
