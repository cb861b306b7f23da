//! One document of an escape hatch: its value, where it stands, and what upstream's form says
//! against it.
//!
//! Must not know: which hatch it came from.

use crate::schema::{Inside, inside};
use crate::source::{FileId, Span};
use crate::upstream::{self, Complaint, Reader, Shape};
use crate::yaml::{Key, Kind, Node};
use std::ops::Range;
use std::sync::OnceLock;

/// A document and whom it belongs to.
pub struct Document<'m, Owner> {
    pub owner: Owner,
    pub node: Node,
    /// What upstream would refuse, or drop without a word.
    pub complaints: Vec<Complaint>,
    /// How messages call the reader, such as ``chart `cilium` ``.
    pub called: String,
    pub reader: Reader,
    /// Upstream is newer than what is known of its form.
    newer: bool,
    text: Text<'m>,
    /// Where the text stands, once a place in it was asked for.
    inside: OnceLock<Inside>,
}

/// Where the text of a document stands.
#[derive(Clone, Copy)]
pub enum Text<'m> {
    /// All of a file: places are its own.
    File { file: FileId, text: &'m str },
    /// A text inside of a file, which may be indented or escaped there.
    Inside {
        source: &'m str,
        literal: Span,
        text: &'m str,
    },
}

impl Text<'_> {
    /// Where a part of the text stands.
    pub fn span(&self, at: &Range<usize>) -> Span {
        match self {
            Text::File { file, text } => {
                let at = at_least_a_character(text, at);
                Span::new(*file, at.start, at.end)
            }
            Text::Inside {
                source,
                literal,
                text,
            } => inside(source, *literal, at.clone(), text),
        }
    }
}

/// A place of a text that can be seen: a character at least, and whole ones.
pub fn at_least_a_character(text: &str, at: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(at.start.min(text.len()));
    start..text.ceil_char_boundary(at.end.max(start + 1).min(text.len()))
}

impl<'m, Owner> Document<'m, Owner> {
    pub fn new(owner: Owner, node: Node, text: Text<'m>) -> Self {
        Document {
            owner,
            node,
            complaints: Vec::new(),
            called: String::new(),
            reader: Reader::Object,
            newer: false,
            text,
            inside: OnceLock::new(),
        }
    }

    /// Holds the document against a shape. `version` is the one in use, `shapes` the file that the
    /// shape is from.
    pub fn judged(
        mut self,
        shape: Shape,
        reader: Reader,
        called: String,
        version: Option<(u64, u64)>,
        shapes: &str,
    ) -> Self {
        self.complaints = upstream::judge(&self.node, shape, reader);
        self.reader = reader;
        self.called = called;
        self.newer = version > upstream::version(shapes);
        self
    }

    /// The kind; empty for the main document of Talos.
    pub fn kind(&self) -> &str {
        self.node.get("kind").map_or("", Node::text)
    }

    /// Where a part of the document stands.
    pub fn span(&self, at: &Range<usize>) -> Span {
        match self.text {
            Text::File { .. } => self.text.span(at),
            Text::Inside {
                source,
                literal,
                text,
            } => self
                .inside
                .get_or_init(|| Inside::new(source, literal, text))
                .span(source, at),
        }
    }

    /// Where a value stands; a map is shown by its first key.
    pub fn place(&self, node: &Node) -> Span {
        self.span(first_key(node).map_or(&node.at, |key| &key.at))
    }

    /// The smallest place that names this document: its kind, else its first key.
    pub fn head(&self) -> Span {
        self.node
            .get("kind")
            .map_or_else(|| self.place(&self.node), |kind| self.span(&kind.at))
    }

    /// Upstream is newer than what is known of its form: complaints are warnings only.
    pub fn is_newer(&self) -> bool {
        self.newer
    }
}

fn first_key(node: &Node) -> Option<&Key> {
    match &node.kind {
        Kind::Map(pairs) => pairs.first().map(|(key, _)| key),
        _ => None,
    }
}
