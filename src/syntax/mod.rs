//! KDL 2 text -> [`Tree`] and diagnostics. Always a tree: every good node of a broken file
//! survives.
//!
//! Must not know: the domain.

mod cursor;
mod format;
mod inside;
mod lexical;
mod lost_quote;
mod marks;
mod number;
mod parser;
mod text;
mod token;
mod tree;
mod unread;

pub use format::format;
pub use inside::{Inside, inside};
pub use token::{Kind, Token, tokens};
pub use tree::{Entry, Node, Tree, Value, ValueKind, same};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span};
use cursor::Cursor;
use unread::Watched;

/// Deepest nesting of braces. The language needs four; the bound keeps any input from exhausting
/// the stack.
pub const MAX_DEPTH: usize = 64;
/// Largest file, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

pub const INVALID: &str = "syntax/invalid";
pub const UNCLOSED: &str = "syntax/unclosed";
pub const STRAY_BRACE: &str = "syntax/stray-brace";
pub const BARE_KEYWORD: &str = "syntax/bare-keyword";
pub const MISSING_QUOTES: &str = "syntax/missing-quotes";
pub const MISSING_VALUE: &str = "syntax/missing-value";
pub const WRONG_ESCAPE: &str = "syntax/wrong-escape";
pub const HIDDEN_CHARACTER: &str = "syntax/hidden-character";
pub const TOO_DEEP: &str = "syntax/too-deep";
pub const TOO_LARGE: &str = "syntax/too-large";

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

/// Reads one file. Mistakes go to `report`; what could be read is in the tree.
pub fn parse<'a>(text: &'a str, file: FileId, report: &mut Report) -> Tree<'a> {
    let mut tree = Tree::default();
    tree.damaged = parse_into(text, file, report, &mut tree);
    tree
}

/// The same without keeping a tree. Returns whether a part of the file could not be read at all:
/// then absences prove nothing.
pub fn parse_into<'a>(
    text: &'a str,
    file: FileId,
    report: &mut Report,
    nodes: &mut dyn Nodes<'a>,
) -> bool {
    if text.len() > MAX_BYTES {
        report.push(
            Diagnostic::error(
                TOO_LARGE,
                Span::new(file, 0, 0),
                "this file is larger than 64 MiB",
            )
            .help("split it: all `.kdl` files of one folder are one description"),
        );
        return false;
    }
    let cursor = Cursor::new(text, file);
    let mut watched = Watched::new(text, nodes);
    let mut parsed = parser::parse(cursor, false, &mut watched);
    // Braces balance in almost every file. Only if they do not, indentation decides what belongs to
    // what.
    if parsed.unbalanced {
        watched.again();
        parsed = parser::parse(cursor, true, &mut watched);
    }
    if parsed.problems.is_empty() {
        parsed.problems = watched.unread(file, parsed.left_out);
    } else {
        lost_quote::blame(text, file, &parsed.texts, &mut parsed.problems);
    }
    parsed
        .problems
        .into_iter()
        .for_each(|problem| report.push(problem));
    parsed.damaged
}
