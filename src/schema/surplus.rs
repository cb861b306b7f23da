//! What a node holds and its declaration does not know: properties, children, arguments.
//!
//! Must not know: which nodes exist.

use super::decode::Decoder;
use super::mistake::{self, unknown};
use super::spec::FieldKind;
use crate::syntax::{Entry, ValueKind};

impl Decoder<'_, '_> {
    /// Properties and children that the declaration lacks.
    pub(super) fn unknown_words(&mut self) {
        let node = self.node;
        let spec = self.spec;
        for entry in &node.entries {
            if let Some(name) = &entry.name
                && !spec.has(&name.value, FieldKind::is_prop)
            {
                self.quiet = true;
                self.error(unknown(
                    &node.name.value,
                    spec,
                    self.trail.root,
                    "property",
                    &name.value,
                    name.span,
                    entry.span,
                ));
            }
        }
        // An argument too many may be a property without its `=`.
        self.quiet |=
            spec.takes_arguments_one_by_one() && node.args().nth(spec.arguments()).is_some();
        if spec.is_data() {
            return;
        }
        self.unknown_children();
    }

    fn unknown_children(&mut self) {
        let (node, spec) = (self.node, self.spec);
        // Words that belong in one other block stand here because of one brace.
        let mut elsewhere: Vec<String> = Vec::new();
        for child in &node.children {
            if !spec.has(&child.name.value, FieldKind::is_child) {
                let span = child.name.span;
                self.quiet = true;
                let owners = mistake::owners(self.trail.root, &child.name.value);
                if owners.iter().any(|owner| elsewhere.contains(owner)) {
                    continue;
                }
                elsewhere.extend(owners);
                self.error(unknown(
                    &node.name.value,
                    spec,
                    self.trail.root,
                    "child",
                    &child.name.value,
                    span,
                    span,
                ));
            }
        }
    }

    /// The property that an argument names, when that is not given otherwise.
    fn property_as_argument(&self, entry: &Entry<'_>) -> Option<&'static str> {
        let ValueKind::String(word) = &entry.value.value else {
            return None;
        };
        let given = self
            .node
            .entries
            .iter()
            .any(|other| other.name.as_ref().is_some_and(|name| name.value == *word));
        self.spec
            .names(FieldKind::is_prop)
            .into_iter()
            .find(|name| *name == word.as_ref() && !given)
    }

    /// Arguments behind the last that the declaration has.
    pub(super) fn extra_args(&mut self) {
        let node = self.node;
        let mut args = node.args().skip(self.next_arg).peekable();
        while let Some(entry) = args.next() {
            // `media ssd`: the `=` is missing.
            if let (Some(prop), Some(value)) = (self.property_as_argument(entry), args.peek()) {
                self.error(mistake::no_equals(prop, entry, value));
                args.next();
                continue;
            }
            self.error(mistake::extra_argument(&node.name.value, self.spec, entry));
        }
    }
}
