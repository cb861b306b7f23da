//! The syntax tree: nodes with arguments, properties and children, each with its span.

use crate::source::{Span, Spanned};
use std::borrow::Cow;

/// One file.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
    /// A part of the file could not be read at all: absences prove nothing.
    pub damaged: bool,
}

/// `name arg key=value { children }`.
#[derive(Debug)]
pub struct Node<'a> {
    pub name: Spanned<Cow<'a, str>>,
    pub entries: Vec<Entry<'a>>,
    pub children: Vec<Node<'a>>,
    /// From the name to the end of the node, its block included.
    pub span: Span,
    /// A mistake inside was reported and its text left out: absences prove nothing.
    pub damaged: bool,
}

/// An argument (no name) or a property.
#[derive(Debug)]
pub struct Entry<'a> {
    pub name: Option<Spanned<Cow<'a, str>>>,
    pub value: Value<'a>,
    pub span: Span,
}

/// A value and where it stands.
pub type Value<'a> = Spanned<ValueKind<'a>>;

#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind<'a> {
    String(Cow<'a, str>),
    Integer(i128),
    Float(f64),
    Bool(bool),
    Null,
}

impl Node<'_> {
    /// Arguments in order.
    pub fn args(&self) -> impl Iterator<Item = &Entry<'_>> {
        self.entries.iter().filter(|entry| entry.name.is_none())
    }

    /// Name and entries: the node without its block.
    pub fn head(&self) -> Span {
        self.entries
            .last()
            .map_or(self.name.span, |last| self.name.span.to(last.span))
    }
}

/// Nodes that say the same, wherever they stand.
pub fn same(one: &[Node<'_>], other: &[Node<'_>]) -> bool {
    let entries = |a: &Entry<'_>, b: &Entry<'_>| {
        a.name.as_ref().map(|n| &n.value) == b.name.as_ref().map(|n| &n.value)
            && equal(&a.value.value, &b.value.value)
    };
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            a.name.value == b.name.value
                && a.entries.len() == b.entries.len()
                && a.entries.iter().zip(&b.entries).all(|(a, b)| entries(a, b))
                && same(&a.children, &b.children)
        })
}

/// `#nan` says the same as `#nan`.
fn equal(one: &ValueKind<'_>, other: &ValueKind<'_>) -> bool {
    match (one, other) {
        (ValueKind::Float(a), ValueKind::Float(b)) => a.to_bits() == b.to_bits(),
        _ => one == other,
    }
}

/// Takes the top-level nodes of a file while it is read.
pub trait Nodes<'a> {
    /// The next node.
    fn take(&mut self, node: Node<'a>);
    /// The file is read once more, in another way: forget the nodes so far.
    fn again(&mut self);
}

impl<'a> Nodes<'a> for Tree<'a> {
    fn take(&mut self, node: Node<'a>) {
        self.nodes.push(node);
    }

    fn again(&mut self) {
        self.nodes.clear();
    }
}
