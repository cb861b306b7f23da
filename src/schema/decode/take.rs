//! What a decoder takes from its node: the next argument, a property, the one value of a child. The
//! field kinds stand on it.

use super::Decoder;
use crate::schema::mistake::{self, code, in_single_quotes, missing, twice, wrong_value};
use crate::schema::scalar::Scalar;
use crate::schema::spec::FieldKind;
use crate::source::{Span, Spanned};
use crate::syntax::{Entry, Node, Value, ValueKind};
use std::borrow::Cow;

impl<'n> Decoder<'n, '_> {
    /// Reads an argument. Of several too many, nobody knows which is which: only the first is
    /// believed.
    pub(super) fn argument<T: Scalar>(&mut self, name: &str, value: &Value<'_>) -> Spanned<T> {
        let surplus = self.spec.takes_arguments_one_by_one()
            && self.node.args().nth(self.spec.arguments()).is_some();
        if surplus && (self.next_arg > 1 || T::read(&value.value).is_err()) {
            return self.lost(value.span);
        }
        self.shifted |= T::read(&value.value).is_err();
        self.scalar(Whose::Argument(name), value)
    }

    pub(super) fn take_arg(&mut self) -> Option<&'n Entry<'n>> {
        let node = self.node;
        let entry = node.args().nth(self.next_arg)?;
        self.next_arg += 1;
        Some(entry)
    }

    pub(super) fn find_prop(&mut self, name: &str) -> Option<&'n Entry<'n>> {
        let node = self.node;
        let is_it = |entry: &&Entry<'_>| entry.name.as_ref().is_some_and(|n| n.value == name);
        let first = node.entries.iter().find(is_it)?;
        for again in node.entries.iter().filter(is_it).skip(1) {
            self.error(twice(name, first.span, again.span));
        }
        Some(first)
    }

    pub(super) fn find_child(&mut self, name: &str) -> Option<&'n Node<'n>> {
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
    pub(super) fn only_value<T: Scalar>(&mut self, name: &str, child: &Node<'_>) -> Spanned<T> {
        self.no_props_or_children(child);
        let mut args = child.args();
        let Some(first) = args.next() else {
            self.no_value::<T>(name, child);
            return self.lost(child.name.span);
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
            let finding = mistake::second_value(name, kept, surplus, next);
            // What it would be refused for anyway.
            let reason = T::read(&surplus.value.value)
                .err()
                .and_then(|why| why.reason);
            self.error(match reason.filter(|_| !next) {
                Some(reason) => finding.note(reason),
                None => finding,
            });
            if !next {
                return self.lost(first.value.span);
            }
        }
        self.scalar(Whose::Field(name), &first.value)
    }

    /// Tells that a child has no value, unless what stands there could not be read: that is told
    /// already.
    pub(super) fn no_value<T: Scalar>(&mut self, name: &str, child: &Node<'_>) {
        self.damaged = true;
        if !child.damaged {
            self.error(mistake::no_value::<T>(name, child));
        }
    }

    pub(super) fn no_props_or_children(&mut self, child: &Node<'_>) {
        let name = &child.name.value;
        for entry in child.entries.iter().filter(|entry| entry.name.is_some()) {
            self.error(mistake::only_a_value(name, "properties", entry.span));
        }
        if let Some(inner) = child.children.first() {
            self.error(mistake::only_a_value(name, "block", inner.name.span));
        }
    }

    /// Reads a value.
    pub(super) fn scalar<T: Scalar>(&mut self, whose: Whose<'_>, value: &Value<'_>) -> Spanned<T> {
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
                match meant {
                    Some(meant) => Spanned::new(meant, value.span),
                    None => self.lost(value.span),
                }
            }
        }
    }

    /// A field that is not written: its default, or an error.
    pub(super) fn absent<T: Scalar>(
        &mut self,
        name: &str,
        default: Option<&str>,
        help: impl FnOnce() -> String,
    ) -> Spanned<T> {
        if let Some(text) = default
            && let Ok(value) = T::read(&literal(text))
        {
            if self.quiet {
                self.report.lose(self.node.head());
            }
            return Spanned::new(value, self.node.head());
        }
        if !self.quiet {
            let help = format!("{} (see `radier explain {}`)", help(), self.path(name));
            self.error(missing(self.node, name).help(help));
        }
        self.lost(self.node.head())
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
pub(super) enum Whose<'n> {
    Argument(&'n str),
    Field(&'n str),
}

/// A default as the declaration writes it.
pub(super) fn literal(text: &str) -> ValueKind<'_> {
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
