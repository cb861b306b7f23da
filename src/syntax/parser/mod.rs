//! KDL 2 text -> nodes. Never stops at a mistake: it is told once, at its cause, its text is left
//! out, and the node around it is marked as damaged. Linear, with an explicit stack.

mod blocks;
mod entry;
mod merge;
mod space;
mod value;

use super::codes::INVALID;
use super::cursor::Cursor;
use super::lexical::{is_blank, is_identifier, is_newline, is_word};
use super::tree::{Entry, Node, Nodes};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use std::borrow::Cow;
use std::ops::Range;

/// What one pass over the text found, besides its nodes.
#[derive(Default)]
pub(super) struct Parsed {
    /// A part of the text could not be read at all.
    pub damaged: bool,
    pub problems: Vec<Diagnostic>,
    /// Texts over several lines.
    pub texts: Vec<Range<usize>>,
    /// Braces do not balance: indentation may tell what belongs to what.
    pub unbalanced: bool,
    /// What `/-` leaves out, in the order of the text.
    pub left_out: Vec<Range<usize>>,
}

/// Reads a text; top-level nodes go to `nodes` when they are complete. With `by_indent`, a node at
/// the left edge closes all blocks, and a `}` closes those that are indented deeper than itself.
pub(super) fn parse<'a>(cursor: Cursor<'a>, by_indent: bool, nodes: &mut dyn Nodes<'a>) -> Parsed {
    let mut parser = Parser {
        cursor,
        by_indent,
        blocks: Vec::new(),
        roots: Vec::new(),
        entries: Vec::new(),
        other_side: None,
        cut_off: false,
        nodes,
        parsed: Parsed::default(),
    };
    let mut current = None;
    while let Some(step) = parser.step(current.take()) {
        current = step;
    }
    let Parser {
        roots,
        nodes,
        parsed,
        ..
    } = parser;
    roots.into_iter().for_each(|node| nodes.take(node));
    parsed
}

/// A node whose end is not reached yet.
struct Open<'a> {
    node: Node<'a>,
    /// Behind `/-`: read, and left out.
    skipped: bool,
    /// A block was read, left out or not: no entries may follow.
    after_block: bool,
    /// A block that counts was read.
    has_block: bool,
}

/// A block whose `}` is not reached yet.
struct Block<'a> {
    owner: Open<'a>,
    nodes: Vec<Node<'a>>,
    /// Where its `{` is, and how far the line of it is indented.
    at: usize,
    indent: usize,
    skipped: bool,
}

struct Parser<'a, 'n> {
    cursor: Cursor<'a>,
    by_indent: bool,
    blocks: Vec<Block<'a>>,
    /// Top-level nodes that are not handed over yet: the last one may still get a block.
    roots: Vec<Node<'a>>,
    /// Entries of the node that is being read.
    entries: Vec<Entry<'a>>,
    /// The side of a merge that is told and not read: where it starts and ends.
    other_side: Option<Range<usize>>,
    /// The end of the file came inside a text or a comment: open blocks are not unclosed, only
    /// unread.
    cut_off: bool,
    nodes: &'n mut dyn Nodes<'a>,
    parsed: Parsed,
}

/// A value, or nothing when it was a mistake that is told already.
type Read<T> = Option<T>;

impl<'a> Parser<'a, '_> {
    /// Reads on: the entries of a node that is open, or the start of the next one. None at the end.
    fn step(&mut self, current: Option<Open<'a>>) -> Option<Option<Open<'a>>> {
        match current {
            Some(open) => Some(self.entries(open)),
            None => self.next_node(),
        }
    }

    /// Up to the next node's name, or to a `}`.
    fn next_node(&mut self) -> Option<Option<Open<'a>>> {
        self.space_before_node();
        match self.cursor.peek() {
            None if self.cut_off => {
                self.leave_blocks();
                None
            }
            None => {
                self.close_all();
                None
            }
            Some('}') => Some(self.close()),
            Some(';') => {
                self.invalid_here(
                    "a `;` ends a node, and there is none",
                    "remove it; comments start with `//`",
                );
                Some(None)
            }
            Some(_) => Some(self.start()),
        }
    }

    fn start(&mut self) -> Option<Open<'a>> {
        if self.by_indent && !self.blocks.is_empty() && self.cursor.at_line_start() {
            self.close_all();
        }
        if self.by_indent {
            self.imply_block();
        }
        let skipped = self.cursor.eat("/-");
        if skipped {
            self.space_before_node();
        }
        let start = self.cursor.at;
        let typed = self.type_annotation();
        let name = match self.cursor.peek() {
            Some('"' | '#') => self.quoted(start),
            Some(c) if is_word(c) => self.bare_name(),
            Some('{') if !skipped && self.cursor.at_first_of_line() && self.before().is_some() => {
                return self.block_on_next_line();
            }
            Some('{') => {
                self.block_without_name(start);
                None
            }
            _ => {
                self.invalid_here(
                    "a node must start with its name",
                    "a node is `name \"argument\" key=\"value\" { children }`",
                );
                None
            }
        };
        let damaged = name.is_none() || typed.is_none();
        let name =
            name.unwrap_or_else(|| Spanned::new(Cow::Borrowed(""), self.cursor.span(start, start)));
        let node = Node {
            span: self.cursor.span(start, self.cursor.at),
            name,
            entries: Vec::new(),
            children: Vec::new(),
            damaged,
        };
        let nameless = node.name.value.is_empty() && damaged;
        // A node without a name is left out; its text is read all the same. What it was to say is
        // missing around it.
        if nameless {
            match self.blocks.last_mut() {
                Some(block) => block.owner.node.damaged = true,
                None => self.parsed.damaged = true,
            }
        }
        Some(Open {
            node,
            skipped: skipped || nameless,
            after_block: false,
            has_block: false,
        })
    }

    /// Blocks without a node inside each other have one cause.
    fn block_without_name(&mut self, start: usize) {
        if self
            .blocks
            .last()
            .is_none_or(|block| !block.owner.node.name.value.is_empty())
        {
            let span = self.cursor.span(start, start + 1);
            self.problem(
                Diagnostic::error(INVALID, span, "this `{` opens a block that has no name")
                    .label("nothing is before it on this line")
                    .help(
                        "move it to the end of the line whose block it opens, such as \
                         `rack \"B\" {`, or write that name before it",
                    ),
            );
        }
    }

    fn bare_name(&mut self) -> Read<Spanned<Cow<'a, str>>> {
        let start = self.cursor.at;
        let word = self.cursor.take_while(is_word);
        let span = self.cursor.span(start, self.cursor.at);
        if is_identifier(word) {
            return Some(Spanned::new(Cow::Borrowed(word), span));
        }
        self.problem(
            Diagnostic::error(
                INVALID,
                span,
                format!("`{word}` cannot be the name of a node"),
            )
            .label("a name starts with a letter")
            .help(format!("write `\"{word}\"` if this really is a name")),
        );
        None
    }

    /// Arguments, properties and blocks of a node, up to its end or to an opening brace.
    fn entries(&mut self, mut open: Open<'a>) -> Option<Open<'a>> {
        // Behind an `=` that does not belong there, a value may follow at once.
        let mut after_equals = false;
        loop {
            let spaced = self.node_space(&mut open.node) || std::mem::take(&mut after_equals);
            let Some(c) = self.cursor.peek() else {
                return self.end(open);
            };
            match c {
                ';' => {
                    self.cursor.bump();
                    return self.end(open);
                }
                '}' => return self.end(open),
                '{' => return self.open_block(open, false),
                '/' if self.cursor.starts("//") => {
                    self.line_comment();
                    return self.end(open);
                }
                '/' if self.cursor.starts("/-") => {
                    self.cursor.eat("/-");
                    self.line_space();
                    if self.cursor.peek() == Some('{') {
                        return self.open_block(open, true);
                    }
                    let start = self.cursor.at;
                    if self.entry(&mut open).is_none() {
                        open.node.damaged = true;
                    }
                    self.parsed.left_out.push(start..self.cursor.at);
                }
                _ if is_newline(c) => {
                    self.cursor.newline();
                    return self.end(open);
                }
                '=' if open.node.entries.is_empty()
                    && self.entries.is_empty()
                    && !open.after_block =>
                {
                    self.equals_of_child(&mut open);
                    after_equals = true;
                }
                _ => {
                    let start = self.cursor.at;
                    let entry = self.entry(&mut open);
                    if !spaced && self.cursor.at > start && entry.is_some() {
                        self.grown_together(start);
                        open.node.damaged = true;
                    }
                    match entry {
                        Some(entry) if spaced => self.entries.push(entry),
                        Some(_) => {}
                        None => open.node.damaged = true,
                    }
                }
            }
        }
    }

    /// What starts at `start` touches what is before it.
    fn grown_together(&mut self, start: usize) {
        let span = self.cursor.span(start, self.cursor.at);
        let problem = match self.cursor.slice(start, self.cursor.at) {
            "," => {
                let problem = Diagnostic::error(INVALID, span, "a comma separates nothing in KDL");
                match self.starts_child() {
                    true => problem
                        .label("a `;` separates children")
                        .help("write `;` instead")
                        .fix(span, ";"),
                    false => problem
                        .label("blanks separate values")
                        .help("remove it")
                        .fix(span, ""),
                }
            }
            _ => Diagnostic::error(INVALID, span, "a blank is missing before this")
                .label("grown together with what is before it")
                .help("write a blank between two values")
                .fix(self.cursor.span(start, start), " "),
        };
        self.problem(problem);
    }

    /// Whether a child of a block on this line follows: `{ cpu 4, memory "8GiB" }`.
    pub(super) fn starts_child(&self) -> bool {
        let mut ahead = self.cursor;
        let line = ahead.line_start();
        ahead.take_while(is_blank);
        let word = ahead.take_while(is_word);
        self.blocks.last().is_some_and(|block| block.at >= line)
            && is_identifier(word)
            && ahead.peek() != Some('=')
    }

    /// `memory = "8GiB"` where `memory "8GiB"` is meant.
    fn equals_of_child(&mut self, open: &mut Open<'a>) {
        let start = self.cursor.at;
        self.cursor.bump();
        let span = self.cursor.span(start, self.cursor.at);
        let name = &open.node.name.value;
        let problem = Diagnostic::error(
            INVALID,
            span,
            format!("there is no `=` after `{name}`, which starts a line of its own"),
        )
        .label("only properties have one: `name key=value`")
        .help(format!("write `{name} ...`, without the `=`"))
        .fix(span, " ");
        self.problem(problem);
        open.node.damaged = true;
    }

    /// Tells that what stands here is not KDL, and leaves it out up to the next blank.
    fn invalid_here(&mut self, message: &str, help: &str) {
        let start = self.cursor.at;
        self.cursor.bump();
        self.cursor
            .take_while(|c| !is_blank(c) && !is_newline(c) && !matches!(c, ';' | '{' | '}'));
        let span = self.cursor.span(start, self.cursor.at);
        self.problem(
            Diagnostic::error(INVALID, span, message)
                .label("this is not KDL")
                .help(help),
        );
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.parsed.problems.push(diagnostic);
    }
}
