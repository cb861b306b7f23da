//! KDL 2 text -> [`Tree`] and diagnostics. Always a tree: every good node of a broken file
//! survives.
//!
//! Must not know: the domain.

mod codes;
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

pub use codes::{
    BARE_KEYWORD, HIDDEN_CHARACTER, INVALID, MAX_BYTES, MAX_DEPTH, MISSING_QUOTES, MISSING_VALUE,
    STRAY_BRACE, TOO_DEEP, TOO_LARGE, UNCLOSED, WRONG_ESCAPE,
};
pub use format::format;
pub use inside::{Inside, inside};
pub use token::{Kind, Token, tokens};
pub use tree::{Entry, Node, Nodes, Tree, Value, ValueKind, same};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span};
use cursor::Cursor;
use unread::Watched;

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
