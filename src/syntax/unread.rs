//! No text is skipped in silence: what is neither in a node nor left out on purpose is found here,
//! by looking at the tree and the text alone. The parser needs to be right for good messages; for
//! this it need not be.
//!
//! Must not know: how nodes are read.

use super::codes::INVALID;
use super::cursor::Cursor;
use super::lexical::{is_blank, is_newline};
use super::tree::Nodes;
use super::tree::{Entry, Node};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use std::ops::Range;

/// Hands nodes on, and keeps what stands between them.
pub(super) struct Watched<'a, 'n> {
    text: &'a str,
    nodes: &'n mut dyn Nodes<'a>,
    /// Up to here the text is in nodes.
    at: usize,
    /// Text between names, entries and blocks that is more than blanks and braces.
    gaps: Vec<Range<usize>>,
}

impl<'a, 'n> Watched<'a, 'n> {
    pub fn new(text: &'a str, nodes: &'n mut dyn Nodes<'a>) -> Self {
        Self {
            text,
            nodes,
            at: 0,
            gaps: Vec::new(),
        }
    }

    /// What was not read, when nothing else was told. `left_out`: what stands behind `/-`.
    pub fn unread(mut self, file: FileId, mut left_out: Vec<Range<usize>>) -> Vec<Diagnostic> {
        self.upto(self.text.len());
        left_out.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let found = self
            .gaps
            .into_iter()
            .filter_map(|gap| first_word(self.text, gap, file, &left_out));
        found
            .map(|word| {
                Diagnostic::error(
                    INVALID,
                    Span::new(file, word.start, word.end),
                    "this was not read",
                )
                .label("Radier does not know why: this is a mistake in Radier")
                .help("write it in another way, and report the lines around it")
            })
            .collect()
    }

    fn upto(&mut self, end: usize) {
        let gap = self.at..end;
        self.at = self.at.max(end);
        let is_trivial =
            |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'{' | b'}' | b';');
        if gap.start < gap.end && !self.text.as_bytes()[gap.clone()].iter().all(is_trivial) {
            self.gaps.push(gap);
        }
    }

    fn node(&mut self, node: &Node<'_>) {
        self.upto(node.span.start as usize);
        // A type may stand before the name.
        self.at = self.at.max(node.name.span.end as usize);
        for Entry { span, .. } in &node.entries {
            self.upto(span.start as usize);
            self.at = self.at.max(span.end as usize);
        }
        node.children.iter().for_each(|child| self.node(child));
        self.upto(node.span.end as usize);
    }
}

impl<'a> Nodes<'a> for Watched<'a, '_> {
    fn take(&mut self, node: Node<'a>) {
        self.node(&node);
        self.nodes.take(node);
    }

    fn again(&mut self) {
        (self.at, self.gaps) = (0, Vec::new());
        self.nodes.again();
    }
}

/// The first word of a gap that is no comment, and not left out.
fn first_word(
    text: &str,
    gap: Range<usize>,
    file: FileId,
    left_out: &[Range<usize>],
) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(text, file).moved(gap.start);
    while cursor.at < gap.end {
        let start = cursor.at;
        match cursor.peek()? {
            c if is_blank(c)
                || is_newline(c)
                || matches!(c, '{' | '}' | ';' | '\\' | '\u{feff}') =>
            {
                cursor.bump();
            }
            '/' if cursor.starts("//") => drop(cursor.take_while(|c| !is_newline(c))),
            '/' if cursor.starts("/*") => drop(cursor.block_comment()),
            '/' if cursor.eat("/-") => {
                // What is left out starts behind blanks and comments, and nowhere else.
                let next = left_out.partition_point(|range| range.start < cursor.at);
                let range = left_out
                    .get(next)
                    .filter(|range| first_word(text, cursor.at..range.start, file, &[]).is_none());
                let Some(range) = range else {
                    return Some(start..cursor.at);
                };
                cursor.at = range.end;
            }
            _ => {
                cursor.take_while(|c| !is_blank(c) && !is_newline(c));
                return Some(start..cursor.at.min(gap.end));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::Tree;

    /// What is told of a text of which a node was lost.
    fn told(text: &str, lost: usize, left_out: &[(usize, usize)]) -> Vec<String> {
        let tree = crate::syntax::parse(text, FileId(0), &mut crate::diagnostic::Report::default());
        let mut kept = Tree::default();
        let mut watched = Watched::new(text, &mut kept);
        for (_, node) in tree
            .nodes
            .into_iter()
            .enumerate()
            .filter(|(at, _)| *at != lost)
        {
            watched.take(node);
        }
        let found = watched.unread(
            FileId(0),
            left_out.iter().map(|(start, end)| *start..*end).collect(),
        );
        found
            .iter()
            .map(|finding| {
                text[finding.primary.span.start as usize..finding.primary.span.end as usize]
                    .to_string()
            })
            .collect()
    }

    #[test]
    fn a_lost_node_is_told() {
        let text = "a 1 { b; /* c */ d x=1 }\n// e\nf { g }\nh";
        assert_eq!(told(text, 0, &[]), ["a"]);
        assert_eq!(told(text, 1, &[]), ["f"]);
        assert_eq!(told(text, 2, &[]), ["h"]);
        assert!(told(text, 9, &[]).is_empty());
        assert_eq!(told("a\n/-b 1\nc", 9, &[]), ["/-"]);
        assert!(told("a\n/- b 1\nc", 9, &[(5, 9)]).is_empty());
        assert_eq!(told("a\n/- b 1\nc", 9, &[(7, 9)]), ["/-"]);
    }
}
