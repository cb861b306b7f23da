//! The top level of a description, decoded while it is read: the tree of a node is gone before the
//! next one is read, so memory holds what a description says, not how it is written.

use super::codes::GIVEN_TWICE;
use super::decode::Block;
use super::decode::top;
use super::followers::{Piece, forget};
use super::found::Found;
use super::misplaced;
use super::mistake::unknown;
use super::spec::{FieldKind, NodeSpec};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::{BARE_KEYWORD, HIDDEN_CHARACTER, MISSING_QUOTES, MISSING_VALUE, WRONG_ESCAPE};
use crate::syntax::{Entry, Node, Nodes, ValueKind, parse_into};
use rustc_hash::FxHashSet;
use std::marker::PhantomData;
use std::ops::Range;

/// Decodes several files as one description.
pub fn root<'a, T: Block>(
    files: impl Iterator<Item = (FileId, &'a str)>,
    report: &mut Report,
) -> (T, Lost) {
    let mut whole = Root::<T>::default();
    for (file, text) in files {
        let mut part = Root::<T>::default();
        let mut syntax = Report::default();
        let is_damaged = parse_into(text, file, &mut syntax, &mut part);
        part.lost.text = is_damaged || syntax.iter().any(loses_text);
        part.decode_pending();
        let doubtful = forget(&mut syntax, &mut part.report, &part.pieces, text);
        let span = |bytes: Range<u32>| Span {
            file,
            start: bytes.start,
            end: bytes.end,
        };
        for bytes in doubtful {
            let words = text
                .get(bytes.start as usize..bytes.end as usize)
                .unwrap_or_default();
            let words = words.split(|c: char| c.is_whitespace() || "\"={};".contains(c));
            part.lost
                .words
                .extend(words.filter(|word| !word.is_empty()).map(str::to_string));
            part.lost.places.push(span(bytes));
        }
        report.append(syntax);
        match whole.described_again_by(&part) {
            Some(problem) => whole.tell(Some(problem)),
            None => whole.append(part),
        }
    }
    whole.finish(report)
}

/// Behind the mistake, something that was written is not in the tree.
fn loses_text(problem: &Diagnostic) -> bool {
    const RECOVERED: [&str; 5] = [
        BARE_KEYWORD,
        HIDDEN_CHARACTER,
        MISSING_QUOTES,
        MISSING_VALUE,
        WRONG_ESCAPE,
    ];
    !RECOVERED.contains(&problem.rule)
}

/// What a broken file may have declared: references to it stay silent, because the mistake is
/// reported already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lost {
    /// Text was lost: what seems to be missing may stand in it.
    pub text: bool,
    /// A top-level node is of no known kind: what seems to be missing may be it.
    pub unknown: bool,
    /// Where nobody knows what was meant.
    pub places: Vec<Span>,
    /// Words of what could not be read: names may be among them.
    pub words: FxHashSet<String>,
    /// Names of top-level nodes whose kind is not a word of the language.
    pub names: FxHashSet<String>,
}

struct Root<'a, T> {
    /// The last node of a known kind: lines that follow may be a part of it.
    pending: Option<Pending<'a>>,
    found: Found,
    lost: Lost,
    damaged: bool,
    report: Report,
    /// Nodes in the order of the file.
    pieces: Vec<Piece>,
    of: PhantomData<T>,
}

/// A node that is not decoded yet.
struct Pending<'a> {
    node: Node<'a>,
    kind: &'static str,
    spec: &'static NodeSpec,
    /// It is told that a part of it stands outside of its block.
    told: bool,
}

impl<T> Default for Root<'_, T> {
    fn default() -> Self {
        Root {
            pending: None,
            found: Found::default(),
            lost: Lost::default(),
            damaged: false,
            report: Report::default(),
            pieces: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<'a, T: Block> Nodes<'a> for Root<'a, T> {
    fn take(&mut self, mut node: Node<'a>) {
        let field = T::SPEC
            .fields
            .iter()
            .filter(|field| field.name == node.name.value)
            .find_map(|field| Some((field.name, field.kind.node()?)));
        self.pieces.push(Piece {
            start: node.span.start,
            end: node.span.end,
            known: field.is_some(),
        });
        match field {
            Some((kind, spec)) => {
                self.decode_pending();
                let (out, problem) = misplaced::take_out(&mut node, spec, &T::SPEC);
                self.tell(problem);
                self.pending = Some(Pending {
                    node,
                    kind,
                    spec,
                    told: false,
                });
                out.into_iter().for_each(|node| self.take(node));
            }
            None => match &mut self.pending {
                Some(pending) if misplaced::belongs(&node, pending.spec, &T::SPEC) => {
                    let problem =
                        misplaced::move_in(node, &mut pending.node, pending.spec, pending.told);
                    pending.told = true;
                    self.tell(problem);
                }
                _ => self.unknown(&node),
            },
        }
    }

    fn again(&mut self) {
        *self = Root::default();
    }
}

impl<T: Block> Root<'_, T> {
    /// Decodes the node that waits for what may follow it.
    fn decode_pending(&mut self) {
        let Some(Pending {
            node, kind, spec, ..
        }) = self.pending.take()
        else {
            return;
        };
        let before = self.report.len();
        let (value, damaged) = (spec.decode)(&node, &T::SPEC, &mut self.report);
        // Under a name that is refused, it may be meant by the one that is near.
        let own = node.args().next().map(|entry| &entry.value);
        if let Some(Spanned {
            value: ValueKind::String(text),
            span,
        }) = own
            && self
                .report
                .iter()
                .skip(before)
                .any(|problem| problem.primary.span == *span)
        {
            self.lost
                .names
                .extend([text.to_string(), text.to_lowercase()]);
        }
        self.damaged |= damaged;
        let name = node.name.span;
        let place = if node.damaged {
            Span {
                end: name.start,
                ..name
            }
        } else {
            name
        };
        self.found.put(kind, place, value);
    }

    /// A node of no known kind.
    fn unknown(&mut self, node: &Node<'_>) {
        let name = &node.name;
        self.report.push(unknown(
            "",
            &T::SPEC,
            &T::SPEC,
            "child",
            &name.value,
            name.span,
            name.span,
        ));
        if let Some(Entry {
            value:
                Spanned {
                    value: ValueKind::String(text),
                    ..
                },
            ..
        }) = node.args().next()
        {
            self.lost.names.insert(text.to_string());
        }
        self.damaged = true;
        self.lost.unknown = true;
    }

    fn tell(&mut self, problem: Option<Diagnostic>) {
        if let Some(problem) = problem {
            self.damaged = true;
            self.report.push(problem);
        }
    }

    /// A copy of the description under another name: one finding, not one for each of its nodes.
    fn described_again_by(&self, other: &Root<'_, T>) -> Option<Diagnostic> {
        let both = |kind: &str| Some((self.found.place(kind)?, other.found.place(kind)?));
        let once = T::SPEC
            .fields
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Child { required: true, .. }));
        let (first, again) = once
            .map(|field| both(field.name))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .next()?;
        Some(
            Diagnostic::error(GIVEN_TWICE, again, "two files describe the platform")
                .label("here")
                .also(first, "and here")
                .help(
                    "all `.kdl` files of a folder are one description: move a copy out of the \
                     folder, or give it another ending",
                ),
        )
    }

    fn append(&mut self, other: Root<'_, T>) {
        self.found.append(other.found);
        self.lost.text |= other.lost.text;
        self.lost.names.extend(other.lost.names);
        self.lost.words.extend(other.lost.words);
        self.lost.places.extend(other.lost.places);
        self.damaged |= other.damaged;
        self.lost.unknown |= other.lost.unknown;
        self.report.append(other.report);
    }

    fn finish(mut self, report: &mut Report) -> (T, Lost) {
        once_for_each_value(&mut self.report);
        report.append(self.report);
        let quiet = self.lost.text || self.lost.unknown;
        (
            top(self.found, self.damaged || self.lost.text, quiet, report),
            self.lost,
        )
    }
}

/// A value that is refused where it is declared is refused wherever it is used: one mistake, told
/// at the first place.
fn once_for_each_value(report: &mut Report) {
    report.sort();
    report.once_for_each_cause(1, |problem, more| {
        let lines = if more == 1 { "line has" } else { "lines have" };
        problem.notes.push(format!("{more} more {lines} the same"));
    });
}
