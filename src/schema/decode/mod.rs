//! Node -> declared struct. Never stops at a mistake: what cannot be read is reported once, and
//! replaced by the type's default; the report keeps its place, so that nothing is concluded from
//! it.

mod take;

use super::data::Data;
use super::found::Found;
use super::mistake::{self, missing, say_example, twice};
use super::scalar::{Scalar, shown};
use super::spec::{FieldKind, NodeSpec};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Span, Spanned};
use crate::syntax::Node;
use std::any::Any;
use std::borrow::Cow;
use take::Whose;

/// A declared node. Implemented by `node!` only.
pub trait Block: Default + 'static {
    const SPEC: NodeSpec;
    fn decode(decoder: &mut Decoder<'_, '_>) -> Self;
}

/// A block in which nothing is written: the defaults of its declaration.
pub fn empty<T: Block>() -> T {
    let name = Spanned::new(Cow::Borrowed(T::SPEC.name), Span::default());
    let node = Node {
        name,
        entries: Vec::new(),
        children: Vec::new(),
        span: Span::default(),
        damaged: false,
    };
    block(&node, None, &mut Report::default()).0
}

/// A node of the top level, whatever its kind; also says whether a mistake was found inside.
pub fn boxed<T: Block>(
    node: &Node<'_>,
    root: &'static NodeSpec,
    report: &mut Report,
) -> (Box<dyn Any>, bool) {
    let top = Trail {
        parent: None,
        name: "",
        root,
    };
    let (value, damaged) = block::<T>(node, Some(&top), report);
    (Box::new(value), damaged)
}

/// The top level itself, of nodes that are decoded already. `quiet`: what seems to be missing may
/// be a mistake that is told.
pub(super) fn top<T: Block>(found: Found, damaged: bool, quiet: bool, report: &mut Report) -> T {
    let node = Node {
        name: Spanned::default(),
        entries: Vec::new(),
        children: Vec::new(),
        span: Span::default(),
        damaged,
    };
    let trail = Trail {
        parent: None,
        name: "",
        root: &T::SPEC,
    };
    let mut decoder = Decoder {
        node: &node,
        spec: &T::SPEC,
        trail: &trail,
        report,
        found: Some(found),
        damaged,
        quiet,
        shifted: false,
        next_arg: 0,
    };
    T::decode(&mut decoder)
}

/// Where a node stands: its name and those around it.
#[derive(Clone, Copy)]
pub(super) struct Trail<'t> {
    parent: Option<&'t Trail<'t>>,
    name: &'t str,
    /// The whole language.
    pub(super) root: &'static NodeSpec,
}

impl Trail<'_> {
    /// `club.quota.cpu`, as `radier explain` takes it.
    fn path(&self, field: &str) -> String {
        let mut steps = vec![field];
        let mut at = Some(self);
        while let Some(trail) = at.filter(|trail| !trail.name.is_empty()) {
            steps.push(trail.name);
            at = trail.parent;
        }
        steps.reverse();
        steps.join(".")
    }
}

/// Decodes one node; also says whether a mistake was found inside.
fn block<T: Block>(node: &Node<'_>, parent: Option<&Trail<'_>>, report: &mut Report) -> (T, bool) {
    let trail = Trail {
        parent,
        name: &node.name.value,
        root: parent.map_or(&T::SPEC, |parent| parent.root),
    };
    let mut decoder = Decoder {
        node,
        spec: &T::SPEC,
        trail: &trail,
        report,
        found: None,
        damaged: node.damaged,
        quiet: node.damaged,
        shifted: false,
        next_arg: 0,
    };
    decoder.unknown_words();
    let value = T::decode(&mut decoder);
    decoder.extra_args();
    if decoder.damaged {
        decoder.doubt_own_lines();
    }
    (value, decoder.damaged)
}

/// Reads the fields of one node. Its methods are the field kinds of `node!`.
pub struct Decoder<'n, 'r> {
    pub(super) node: &'n Node<'n>,
    pub(super) spec: &'static NodeSpec,
    pub(super) trail: &'n Trail<'n>,
    report: &'r mut Report,
    /// At the top level: its nodes, decoded while they were read.
    found: Option<Found>,
    damaged: bool,
    /// A word was unknown, or could not be read: what seems to be missing may be that word.
    pub(super) quiet: bool,
    /// An argument is of another type than it should be: one before it may be missing.
    shifted: bool,
    pub(super) next_arg: usize,
}

impl Decoder<'_, '_> {
    pub fn head(&self) -> Spanned<()> {
        Spanned::new((), self.node.head())
    }

    pub fn whole(&self) -> Spanned<()> {
        Spanned::new((), self.node.span)
    }

    pub fn damaged(&self) -> bool {
        self.damaged
    }

    pub fn arg<T: Scalar>(&mut self, name: &str, default: Option<&str>) -> Spanned<T> {
        let found = self.take_arg();
        match found {
            Some(entry) => self.argument(name, &entry.value),
            // One before it is of another type: it is this one, and that one is missing, or the
            // other way round.
            None if self.shifted => self.lost(self.node.head()),
            None => self.absent(name, default, || {
                format!(
                    "{} comes right after `{}`",
                    T::TYPE.name,
                    self.node.name.value
                )
            }),
        }
    }

    pub fn opt_arg<T: Scalar>(&mut self, name: &str, _: Option<&str>) -> Option<Spanned<T>> {
        let entry = self.take_arg()?;
        Some(self.argument(name, &entry.value))
    }

    pub fn args<T: Scalar>(&mut self, name: &str, _: Option<&str>) -> Vec<Spanned<T>> {
        let mut all = Vec::new();
        while let Some(entry) = self.take_arg() {
            all.push(self.scalar(Whose::Argument(name), &entry.value));
        }
        all
    }

    pub fn prop<T: Scalar>(&mut self, name: &str, default: Option<&str>) -> Spanned<T> {
        match self.find_prop(name) {
            Some(entry) => self.scalar(Whose::Field(name), &entry.value),
            None => self.absent(name, default, || say_example::<T>(&format!("{name}="))),
        }
    }

    pub fn opt_prop<T: Scalar>(&mut self, name: &str, _: Option<&str>) -> Option<Spanned<T>> {
        let entry = self.find_prop(name)?;
        Some(self.scalar(Whose::Field(name), &entry.value))
    }

    pub fn value<T: Scalar>(&mut self, name: &str, default: Option<&str>) -> Spanned<T> {
        match self.find_child(name) {
            Some(child) => self.only_value(name, child),
            None => self.absent(name, default, || {
                say_example::<T>(&format!("{name} ")) + " in its block"
            }),
        }
    }

    pub fn opt_value<T: Scalar>(&mut self, name: &str, _: Option<&str>) -> Option<Spanned<T>> {
        let child = self.find_child(name)?;
        Some(self.only_value(name, child))
    }

    pub fn values<T: Scalar>(&mut self, name: &str, _: Option<&str>) -> Vec<Spanned<T>> {
        let Some(child) = self.find_child(name) else {
            return Vec::new();
        };
        self.no_props_or_children(child);
        if child.args().next().is_none() {
            self.no_value::<T>(name, child);
        }
        let mut all = Vec::with_capacity(child.args().count());
        all.extend(
            child
                .args()
                .map(|entry| self.scalar(Whose::Field(name), &entry.value)),
        );
        self.once_each(name, child, &mut all);
        all
    }

    /// A value that a list has already says nothing more: it is told, and left out.
    fn once_each<T: Scalar>(&mut self, name: &str, child: &Node<'_>, all: &mut Vec<Spanned<T>>) {
        // Longer lists are made by programs.
        const MOST: usize = 200;
        let is_again = |at: usize| {
            all[..at]
                .iter()
                .position(|other| other.value == all[at].value)
                .filter(|_| !self.report.unread().is(all[at].span))
        };
        let again: Vec<(usize, usize)> = (1..all.len().min(MOST))
            .filter_map(|at| Some((at, is_again(at)?)))
            .collect();
        for (at, first) in &again {
            let word = child
                .args()
                .nth(*at)
                .map(|entry| shown(&entry.value.value))
                .unwrap_or_default();
            let (first, second) = (all[*first].span, all[*at].span);
            self.error(mistake::said_again(name, &word, first, second));
        }
        for (at, _) in again.into_iter().rev() {
            all.remove(at);
        }
    }

    pub fn child<T: Block>(&mut self, name: &str, _: Option<&str>) -> T {
        match self.only_child(name) {
            Some(child) => child,
            None => {
                if !self.quiet {
                    self.error(missing(self.node, name).help(format!(
                        "add a `{name}` block: `radier explain {}`",
                        self.path(name)
                    )));
                }
                self.lost_block(name)
            }
        }
    }

    /// Behind a pointer: most are not there, and their room would be.
    pub fn opt_child<T: Block>(&mut self, name: &str, _: Option<&str>) -> Option<Box<T>> {
        self.only_child(name).map(Box::new)
    }

    fn only_child<T: Block>(&mut self, name: &str) -> Option<T> {
        if let Some(found) = &mut self.found {
            let mut all = found.take::<T>(name);
            let (first, value) = all.next()?;
            let again: Vec<Span> = all
                .map(|(span, _)| span)
                .filter(|span| !span.is_empty() && !first.is_empty())
                .collect();
            again
                .into_iter()
                .for_each(|again| self.error(twice(name, first, again)));
            return Some(value);
        }
        let child = self.find_child(name)?;
        Some(self.block(child))
    }

    pub fn many<T: Block>(&mut self, name: &str, _: Option<&str>) -> Vec<T> {
        if let Some(found) = &mut self.found {
            return found.take(name).map(|(_, value)| value).collect();
        }
        let node = self.node;
        let found = || {
            node.children
                .iter()
                .filter(|child| child.name.value == name)
        };
        // Counted first: most have one or two, and a vector that grows has room for four.
        let mut all = Vec::with_capacity(found().count());
        all.extend(found().map(|child| self.block(child)));
        all
    }

    pub fn flatten<T: Block>(&mut self, _: &str, _: Option<&str>) -> T {
        T::decode(self)
    }

    pub fn data(&mut self, _: &str, _: Option<&str>) -> Data {
        Data::of_children(&self.node.children)
    }

    fn block<T: Block>(&mut self, node: &Node<'_>) -> T {
        let (value, damaged) = block(node, Some(self.trail), self.report);
        self.damaged |= damaged;
        value
    }

    /// The lines of this block itself, not those of blocks inside: what is missing among them may
    /// be what could not be read.
    fn doubt_own_lines(&mut self) {
        self.report.doubt(self.node.head());
        let is_block = |kind: &FieldKind| kind.node().is_some();
        for child in &self.node.children {
            if !self.spec.has(&child.name.value, is_block) {
                self.report.doubt(child.span);
            }
        }
    }

    /// A block that is missing, which is told: everything in it is lost.
    fn lost_block<T: Block>(&mut self, name: &str) -> T {
        let place = self.node.head();
        let node = Node {
            name: Spanned::new(Cow::Borrowed(name), place),
            entries: Vec::new(),
            children: Vec::new(),
            span: place,
            damaged: true,
        };
        self.block(&node)
    }

    /// A value that could not be read, which is told: `place` is where it should stand.
    pub(super) fn lost<T: Scalar>(&mut self, place: Span) -> Spanned<T> {
        self.damaged = true;
        self.report.lose(place);
        Spanned::new(T::default(), place)
    }

    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        self.damaged = true;
        self.report.push(diagnostic);
    }

    fn path(&self, field: &str) -> String {
        self.trail.path(field)
    }
}
