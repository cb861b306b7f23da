//! Node -> declared struct. Never stops at a mistake: what cannot be read is reported once and
//! replaced by the type's default with an empty span, and the struct says that it is damaged.

use super::mistake::{self, code, in_single_quotes, missing, say_example, twice, wrong_value};
use super::root::Found;
use super::{Block, Data, FieldKind, NodeSpec, Scalar, shown};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Span, Spanned};
use crate::syntax::{Entry, Node, Value, ValueKind};
use std::any::Any;
use std::borrow::Cow;

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
        incomplete: quiet,
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
        incomplete: node.damaged,
        quiet: node.damaged,
        shifted: false,
        next_arg: 0,
    };
    decoder.unknown_words();
    let value = T::decode(&mut decoder);
    decoder.extra_args();
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
    pub(super) incomplete: bool,
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

    pub fn incomplete(&self) -> bool {
        self.incomplete
    }

    pub fn arg<T: Scalar>(&mut self, name: &str, default: Option<&str>) -> Spanned<T> {
        let found = self.take_arg();
        match found {
            Some(entry) => self.argument(name, &entry.value),
            // One before it is of another type: it is this one, and that one is missing, or the
            // other way round.
            None if self.shifted => Spanned::default(),
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
                .position(|other| other.value == all[at].value && !other.span.is_empty())
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
                self.damaged = true;
                T::poisoned()
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

    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        self.damaged = true;
        self.report.push(diagnostic);
    }

    fn path(&self, field: &str) -> String {
        self.trail.path(field)
    }
}

// Split so that the field kinds above read as one list.
impl<'n> Decoder<'n, '_> {
    /// Reads an argument. Of several too many, nobody knows which is which: only the first is
    /// believed.
    fn argument<T: Scalar>(&mut self, name: &str, value: &Value<'_>) -> Spanned<T> {
        let surplus = self.spec.takes_arguments_one_by_one()
            && self.node.args().nth(self.spec.arguments()).is_some();
        if surplus && (self.next_arg > 1 || T::read(&value.value).is_err()) {
            self.damaged = true;
            return Spanned::default();
        }
        self.shifted |= T::read(&value.value).is_err();
        self.scalar(Whose::Argument(name), value)
    }

    fn take_arg(&mut self) -> Option<&'n Entry<'n>> {
        let node = self.node;
        let entry = node.args().nth(self.next_arg)?;
        self.next_arg += 1;
        Some(entry)
    }

    fn find_prop(&mut self, name: &str) -> Option<&'n Entry<'n>> {
        let node = self.node;
        let is_it = |entry: &&Entry<'_>| entry.name.as_ref().is_some_and(|n| n.value == name);
        let first = node.entries.iter().find(is_it)?;
        for again in node.entries.iter().filter(is_it).skip(1) {
            self.error(twice(name, first.span, again.span));
        }
        Some(first)
    }

    fn find_child(&mut self, name: &str) -> Option<&'n Node<'n>> {
        let node = self.node;
        let mut found = node
            .children
            .iter()
            .filter(|child| child.name.value == name);
        let first = found.next()?;
        for again in found {
            self.error(twice(name, first.name.span, again.name.span));
        }
        Some(first)
    }

    /// The one argument of a child that holds nothing else.
    fn only_value<T: Scalar>(&mut self, name: &str, child: &Node<'_>) -> Spanned<T> {
        self.no_props_or_children(child);
        let mut args = child.args();
        let Some(first) = args.next() else {
            self.no_value::<T>(name, child);
            return Spanned::default();
        };
        if let Some(second) = args.next() {
            let is_word = |word| self.spec.has(word, FieldKind::is_child);
            let next = matches!(&second.value.value, ValueKind::String(word) if is_word(word));
            self.quiet |= next;
            // `uuid uuid "..."`: the first is the one too many.
            let wrong =
                T::read(&first.value.value).is_err() && T::read(&second.value.value).is_ok();
            if let Some((span, text, value)) = sentence(child)
                .filter(|_| !next && T::TYPE.words.is_empty())
                .and_then(|(span, words)| {
                    // `Capra, rescue robots`, `128 GiB`.
                    let read = |text: String| {
                        Some((
                            span,
                            text.clone(),
                            T::read(&ValueKind::String(text.into())).ok()?,
                        ))
                    };
                    read(words.join(" ")).or_else(|| read(words.concat()))
                })
            {
                self.error(mistake::sentence(name, span, &text));
                return Spanned::new(value, span);
            }
            let (kept, surplus) = if wrong {
                (second, first)
            } else {
                (first, second)
            };
            self.error(mistake::second_value(name, kept, surplus, next));
            if !next {
                return Spanned::default();
            }
        }
        self.scalar(Whose::Field(name), &first.value)
    }

    /// Tells that a child has no value, unless what stands there could not be read: that is told
    /// already.
    fn no_value<T: Scalar>(&mut self, name: &str, child: &Node<'_>) {
        self.damaged = true;
        if !child.damaged {
            self.error(mistake::no_value::<T>(name, child));
        }
    }

    fn no_props_or_children(&mut self, child: &Node<'_>) {
        let name = &child.name.value;
        for entry in child.entries.iter().filter(|entry| entry.name.is_some()) {
            self.error(mistake::only_a_value(name, "properties", entry.span));
        }
        if let Some(inner) = child.children.first() {
            self.error(mistake::only_a_value(name, "block", inner.name.span));
        }
    }

    /// Reads a value.
    fn scalar<T: Scalar>(&mut self, whose: Whose<'_>, value: &Value<'_>) -> Spanned<T> {
        match T::read(&value.value) {
            Ok(read) => Spanned::new(read, value.span),
            Err(mismatch) => {
                let node = &self.node.name.value;
                let what = match whose {
                    Whose::Argument("name") => format!("the name of `{node}`"),
                    Whose::Argument(_) => code(node),
                    Whose::Field(name) => code(name),
                };
                self.error(wrong_value::<T>(&what, value, mismatch));
                // What is meant is beyond doubt: who names it finds it.
                let meant = in_single_quotes(&value.value)
                    .and_then(|text| T::read(&ValueKind::String(text.into())).ok());
                meant.map_or_else(Spanned::default, |meant| Spanned::new(meant, value.span))
            }
        }
    }

    /// A field that is not written: its default, or an error.
    fn absent<T: Scalar>(
        &mut self,
        name: &str,
        default: Option<&str>,
        help: impl FnOnce() -> String,
    ) -> Spanned<T> {
        if let Some(text) = default
            && let Ok(value) = T::read(&literal(text))
        {
            return Spanned::new(value, self.node.head());
        }
        if !self.quiet {
            let help = format!("{} (see `radier explain {}`)", help(), self.path(name));
            self.error(missing(self.node, name).help(help));
        }
        self.damaged = true;
        Spanned::default()
    }
}

/// The arguments of a node as one text, when all of them are words.
fn sentence(node: &Node<'_>) -> Option<(Span, Vec<String>)> {
    let bare = |entry: &Entry<'_>| match &entry.value.value {
        ValueKind::String(word) if word.len() == entry.span.len() && *word != node.name.value => {
            Some(word.to_string())
        }
        ValueKind::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    let words: Option<Vec<String>> = node.args().map(bare).collect();
    let spans = node.args().map(|entry| entry.span).reduce(Span::to);
    Some((spans?, words?))
}

/// What a value belongs to. Messages call it so; nearly all values need none.
enum Whose<'n> {
    Argument(&'n str),
    Field(&'n str),
}

/// A default as the declaration writes it.
fn literal(text: &str) -> ValueKind<'_> {
    match text {
        "#true" => ValueKind::Bool(true),
        "#false" => ValueKind::Bool(false),
        _ => match (text.parse::<i128>(), text.parse::<f64>()) {
            (Ok(number), _) => ValueKind::Integer(number),
            (_, Ok(number)) => ValueKind::Float(number),
            _ => ValueKind::String(Cow::Borrowed(text)),
        },
    }
}
