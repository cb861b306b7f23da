//! Findings of one rule about one object of the manifests.
//!
//! Must not know: single rules.

use crate::check::hatch::Object;
use crate::check::rule::Rule;
use crate::diagnostic::{Report, did_you_mean, list};
use crate::source::Span;
use crate::yaml::{Key, Kind, Node};

pub struct About<'o, 'm> {
    pub rule: &'static Rule,
    pub object: &'o Object<'m>,
    pub report: &'o mut Report,
    /// What follows, in two or three words: `the API server refuses it`.
    pub outcome: &'static str,
}

impl<'o> About<'o, '_> {
    /// What stands below several keys of the object.
    pub fn at(&self, path: &[&str]) -> Option<&'o Node> {
        self.object.at(path)
    }

    /// Tells of a value.
    pub fn value(&mut self, node: &Node, message: String, label: &str, help: &str) {
        self.push(self.object.place(node), message, label, help);
    }

    /// Tells of a key.
    pub fn key(&mut self, key: &Key, message: String, label: &str, help: &str) {
        self.push(self.object.span(&key.at), message, label, help);
    }

    /// Tells of the object as a whole.
    pub fn whole(&mut self, message: String, label: &str, help: &str) {
        self.push(self.object.head(), message, label, help);
    }

    /// A value, where there is one, must be one of some words. `what` is how people call one: `an
    /// access mode`.
    pub fn word(&mut self, node: Option<&Node>, what: &str, legal: &[&str]) {
        // Nothing is as if the key were not there.
        let Some(node) =
            node.filter(|node| node.kind != Kind::Null && !legal.contains(&node.text()))
        else {
            return;
        };
        let help = match did_you_mean(node.text(), legal.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", list(legal.iter().copied())),
        };
        let found = if node.text().is_empty() {
            node.shown()
        } else {
            format!("`{}`", node.text())
        };
        self.value(node, format!("{found} is not {what}"), self.outcome, &help);
    }

    fn push(&mut self, span: Span, message: String, label: &str, help: &str) {
        self.report
            .push(self.rule.at(span, message).label(label).help(help));
    }
}
