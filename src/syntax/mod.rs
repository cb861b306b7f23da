//! KDL 2 text -> [`Tree`] and diagnostics. Always a tree: every good node of a broken file survives.
//!
//! Must not know: the domain. Nothing outside this folder names the `kdl` crate.

mod adapter;
mod scan;
mod tree;
mod words;

pub use tree::{Entry, Node, Tree, Value, ValueKind};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span};
use rayon::prelude::*;

/// Deepest nesting of braces. The language needs four; the bound keeps any input from exhausting the stack.
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

/// Reads one file. Mistakes go to `report`; what could be read is in the tree.
pub fn parse<'a>(text: &'a str, file: FileId, report: &mut Report) -> Tree<'a> {
    if text.len() > MAX_BYTES {
        report.push(
            Diagnostic::error(TOO_LARGE, Span::new(file, 0, 0), "this file is larger than 64 MiB")
                .help("split it: all `.kdl` files of one folder are one description"),
        );
        return Tree::default();
    }
    let scan = scan::scan(text, file, report);
    let read: Vec<_> = scan.parts.par_iter().map(|part| adapter::read(text, file, part)).collect();
    let mut tree = Tree { nodes: Vec::with_capacity(read.len()), damaged: scan.damaged };
    for (nodes, problems) in read {
        tree.nodes.extend(nodes);
        problems.into_iter().for_each(|problem| report.push(problem));
    }
    tree
}
