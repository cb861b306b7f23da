//! Nodes that stand in the wrong block because a brace is in the wrong place, and are understood
//! all the same: one mistake is told, at the brace, and nothing that follows from it.
//!
//! Must not know: which nodes exist.

use super::codes::UNKNOWN_WORD;
use super::spec::{FieldKind, NodeSpec};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::syntax::{Node, ValueKind};

/// Whether a node of the top level is a part of the one before it, whose block was closed too early
/// or never opened.
pub(super) fn belongs(node: &Node<'_>, before: &'static NodeSpec, top: &'static NodeSpec) -> bool {
    let word = &*node.name.value;
    before.has(word, FieldKind::is_child)
        && did_you_mean(word, top.names(FieldKind::is_child)).is_none()
}

/// Puts it there; with the finding, unless that is told already.
pub(super) fn move_in<'a>(
    mut node: Node<'a>,
    before: &mut Node<'a>,
    spec: &'static NodeSpec,
    told: bool,
) -> Option<Diagnostic> {
    let problem = outside(&node, before);
    // `uuid "..." {`: the brace that the line before should have.
    let inner = spec
        .all_fields()
        .into_iter()
        .find(|field| field.name == node.name.value);
    let takes_none = inner.is_some_and(|field| field.kind.node().is_none());
    let rest = if takes_none {
        std::mem::take(&mut node.children)
    } else {
        Vec::new()
    };
    // It may be of another one, whose first line is lost.
    before.damaged = true;
    for part in std::iter::once(node).chain(rest) {
        if !before.children.iter().any(|other| is_again(other, &part)) {
            before.children.push(part);
        }
    }
    (!told).then_some(problem)
}

fn outside(node: &Node<'_>, before: &Node<'_>) -> Diagnostic {
    let closed = before
        .children
        .last()
        .is_some_and(|last| last.span.end < before.span.end);
    let problem = Diagnostic::error(
        UNKNOWN_WORD,
        node.name.span,
        format!(
            "`{}` is outside of the block of {}",
            node.name.value,
            called(before)
        ),
    )
    .label("belongs in that block");
    let mut end = before.span;
    end.start = end.end.saturating_sub(1);
    match closed {
        true => problem.also(end, "closed here").help(format!(
            "move this `}}` after the last line that belongs to {}",
            called(before)
        )),
        false => problem.also(before.head(), "has no block").help(
            "write `{` at the end of this line, and `}` after the last line that belongs to it",
        ),
    }
}

/// They have one name, and one first argument or none.
fn is_again(one: &Node<'_>, other: &Node<'_>) -> bool {
    let (first, second) = (one.args().next(), other.args().next());
    one.name.value == other.name.value
        && first.map(|entry| &entry.value.value) == second.map(|entry| &entry.value.value)
}

/// Takes nodes of the top level out of the block of one that is not closed before them; with the
/// finding.
pub(super) fn take_out<'a>(
    node: &mut Node<'a>,
    spec: &'static NodeSpec,
    top: &'static NodeSpec,
) -> (Vec<Node<'a>>, Option<Diagnostic>) {
    let is_top = |child: &Node<'_>| {
        top.has(&child.name.value, FieldKind::is_child)
            && !spec.has(&child.name.value, FieldKind::is_child)
    };
    // Some words of the top level are taken for words of a block: only one with a block of its own
    // is surely none.
    let Some(first) = node
        .children
        .iter()
        .position(|child| is_top(child) && !child.children.is_empty())
        .filter(|_| !spec.is_data())
    else {
        return (Vec::new(), None);
    };
    let found = node.children.split_off(first);
    let (out, kept): (Vec<_>, Vec<_>) = found.into_iter().partition(is_top);
    node.children.extend(kept);
    let problem = out.first().map(|child| {
        Diagnostic::error(
            UNKNOWN_WORD,
            child.name.span,
            format!(
                "{} is inside of the block of {}",
                called(child),
                called(node)
            ),
        )
        .label("belongs outside of every block")
        .also(node.head(), "its block is not closed before")
        .help(
            "close that block with `}` on the line before, and remove the `}` that is then one too \
             many",
        )
    });
    (out, problem)
}

/// `` `node "worker-1"` ``.
fn called(node: &Node<'_>) -> String {
    match node.args().next().map(|entry| &entry.value.value) {
        Some(ValueKind::String(name)) => format!("`{} \"{name}\"`", node.name.value),
        _ => format!("`{}`", node.name.value),
    }
}
