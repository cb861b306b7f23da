//! The `kdl` crate behind our own tree. It reads one top-level node at a time, so that a mistake stays inside.

use super::scan::Part;
use super::{Entry, INVALID, Node, ValueKind};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};
use kdl::{KdlDocument, KdlEntry, KdlIdentifier, KdlNode, KdlValue};
use std::borrow::Cow;

/// How many further mistakes of one top-level node are looked for after its first.
const MAX_TRIES: usize = 16;

/// The nodes of one part of `text` (one, as a rule), and what is wrong in it.
pub(super) fn read<'a>(text: &'a str, file: FileId, part: &Part) -> (Vec<Node<'a>>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut bytes = text.as_bytes().get(part.start..part.end).unwrap_or_default().to_vec();
    let mut holes: Vec<usize> = part.cut.iter().map(|(start, _)| *start).collect();
    for (start, end) in &part.cut {
        blank(&mut bytes, start.saturating_sub(part.start), end.saturating_sub(part.start));
    }
    bytes.extend(std::iter::repeat_n(*b"\n}", part.unclosed).flatten());
    for _ in 0..MAX_TRIES {
        let readable = String::from_utf8_lossy(&bytes);
        match KdlDocument::parse_v2(&readable) {
            Ok(document) => {
                let adapter = Adapter { text, file, base: part.start };
                let mut nodes: Vec<Node<'a>> = document.nodes().iter().map(|node| adapter.node(node)).collect();
                nodes.iter_mut().for_each(|node| mark_damage(node, &holes));
                return (nodes, problems);
            }
            Err(error) => {
                // Only the first is trustworthy: the crate reports followers of one mistake as well.
                let Some(first) = error.diagnostics.iter().min_by_key(|d| d.span.offset()) else { break };
                let (start, end) = line_around(&bytes, first.span.offset());
                problems.push(explain(text, file, part.start, (start, end), first));
                holes.push(part.start + start);
                if bytes[start..end].iter().all(|b| b.is_ascii_whitespace() || matches!(b, b'{' | b'}')) {
                    break; // nothing left to leave out
                }
                for byte in &mut bytes[start..end] {
                    if !matches!(byte, b'{' | b'}' | b'\n' | b'\r') {
                        *byte = b' ';
                    }
                }
            }
        }
    }
    (vec![stump(text, file, part)], problems)
}

fn blank(bytes: &mut [u8], start: usize, end: usize) {
    let len = bytes.len();
    for byte in &mut bytes[start.min(len)..end.min(len)] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// The line that holds `offset`, without its end.
fn line_around(bytes: &[u8], offset: usize) -> (usize, usize) {
    let offset = offset.min(bytes.len().saturating_sub(1));
    let start = bytes[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let end = bytes[offset..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| offset + at);
    (start, end.max(start))
}

fn explain(text: &str, file: FileId, base: usize, line: (usize, usize), cause: &kdl::KdlDiagnostic) -> Diagnostic {
    let clamp = |at: usize| (base + at).min(text.len());
    let offset = cause.span.offset().clamp(line.0, line.1.max(line.0));
    let end = (offset + cause.span.len().max(1)).min(line.1).max(offset);
    let shown = text.get(clamp(line.0)..clamp(line.1)).unwrap_or("").trim();
    let reason = cause.message.clone().unwrap_or_default();
    Diagnostic::error(INVALID, Span::new(file, clamp(offset), clamp(end)), format!("cannot read `{}`", shorten(shown)))
        .label("this is not KDL")
        .note(format!("the reader says: {}", if reason.is_empty() { "unexpected text" } else { reason.trim() }))
        .help("a node is `name \"argument\" key=\"value\" { children }`; text that is not a plain word stands in quotes")
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_string(),
    }
}

/// The innermost node around each piece of left-out text is damaged.
fn mark_damage(node: &mut Node<'_>, holes: &[usize]) {
    for hole in holes.iter().filter(|hole| holds(node.span, **hole)) {
        match node.children.iter().position(|child| holds(child.span, *hole)) {
            Some(child) => mark_damage(&mut node.children[child], &[*hole]),
            None => node.damaged = true,
        }
    }
}

fn holds(span: Span, at: usize) -> bool {
    (span.start as usize..=span.end as usize).contains(&at)
}

/// What is left of a node that cannot be read: its name and first argument, so that references to it stay silent.
fn stump<'a>(text: &'a str, file: FileId, part: &Part) -> Node<'a> {
    let body = text.get(part.start..part.end).unwrap_or("");
    let name_len = body.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(body.len());
    let name = Spanned::new(Cow::Borrowed(&body[..name_len]), Span::new(file, part.start, part.start + name_len));
    let rest = &body[name_len..];
    let quoted = rest.trim_start().strip_prefix('"').and_then(|inner| inner.split_once('"'));
    let entries = quoted.map(|(argument, _)| {
        let start = part.start + name_len + (rest.len() - rest.trim_start().len());
        let span = Span::new(file, start, start + argument.len() + 2);
        Entry { name: None, value: Spanned::new(ValueKind::String(Cow::Borrowed(argument)), span), span }
    });
    let span = Span::new(file, part.start, part.end);
    Node { name, entries: entries.into_iter().collect(), children: Vec::new(), span, damaged: true }
}

struct Adapter<'a> {
    text: &'a str,
    file: FileId,
    base: usize,
}

impl<'a> Adapter<'a> {
    fn span(&self, offset: usize, len: usize) -> Span {
        let start = (self.base + offset).min(self.text.len());
        Span::new(self.file, start, (start + len).min(self.text.len()))
    }

    fn node(&self, node: &KdlNode) -> Node<'a> {
        let name = self.identifier(node.name());
        let span = name.span.to(self.span(node.span().offset(), node.span().len()));
        Node {
            entries: node.entries().iter().map(|entry| self.entry(entry)).collect(),
            // The depth is bounded by the scanner, so this recursion is.
            children: node.children().into_iter().flat_map(|c| c.nodes()).map(|child| self.node(child)).collect(),
            span: Span { end: self.trim_end(span), ..span },
            name,
            damaged: false,
        }
    }

    /// End of a span without trailing blanks and line ends.
    fn trim_end(&self, span: Span) -> u32 {
        let covered = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        span.start + covered.trim_end().len() as u32
    }

    fn identifier(&self, identifier: &KdlIdentifier) -> Spanned<Cow<'a, str>> {
        let span = self.span(identifier.span().offset(), identifier.span().len());
        Spanned::new(self.borrow(identifier.value(), span), span)
    }

    /// The text of the file where it says the same, a copy otherwise (quotes, escapes).
    fn borrow(&self, value: &str, span: Span) -> Cow<'a, str> {
        match self.text.get(span.start as usize..span.end as usize) {
            Some(written) if written == value => Cow::Borrowed(written),
            Some(written) if written.len() == value.len() + 2 && &written[1..written.len() - 1] == value => {
                Cow::Borrowed(&written[1..written.len() - 1])
            }
            _ => Cow::Owned(value.to_string()),
        }
    }

    fn entry(&self, entry: &KdlEntry) -> Entry<'a> {
        let span = self.span(entry.span().offset(), entry.span().len());
        let repr = entry.format().map_or(span.len(), |format| format.value_repr.len()).min(span.len());
        let value_span = Span { start: span.end - repr as u32, ..span };
        let value = match entry.value() {
            KdlValue::String(text) => ValueKind::String(self.borrow(text, value_span)),
            KdlValue::Integer(number) => ValueKind::Integer(*number),
            KdlValue::Float(number) => ValueKind::Float(*number),
            KdlValue::Bool(flag) => ValueKind::Bool(*flag),
            KdlValue::Null => ValueKind::Null,
        };
        Entry { name: entry.name().map(|name| self.identifier(name)), value: Spanned::new(value, value_span), span }
    }
}
