//! Where blocks start and end, and where they seem to when a brace is missing.

use super::super::{INVALID, MAX_DEPTH, Node, STRAY_BRACE, TOO_DEEP, UNCLOSED};
use super::{Block, Open, Parser};
use crate::diagnostic::Diagnostic;

impl<'a> Parser<'a, '_> {
    /// The node is complete.
    pub(super) fn end(&mut self, mut open: Open<'a>) -> Option<Open<'a>> {
        self.take_entries(&mut open);
        if open.skipped {
            self.parsed
                .left_out
                .push(open.node.span.start as usize..self.cursor.at);
            return None;
        }
        match self.blocks.last_mut() {
            Some(block) => block.nodes.push(open.node),
            None => {
                self.roots.drain(..).for_each(|node| self.nodes.take(node));
                self.roots.push(open.node);
            }
        }
        None
    }

    /// Gives a node its entries, in memory of just their size: most nodes have one.
    fn take_entries(&mut self, open: &mut Open<'a>) {
        if !self.entries.is_empty() {
            open.node.entries = self.entries.drain(..).collect();
            open.node.span = open.node.head();
        }
    }

    pub(super) fn open_block(&mut self, mut open: Open<'a>, skipped: bool) -> Option<Open<'a>> {
        self.take_entries(&mut open);
        let at = self.cursor.at;
        if self.blocks.len() == MAX_DEPTH {
            let span = self.cursor.span(at, at + 1);
            self.problem(
                Diagnostic::error(
                    TOO_DEEP,
                    span,
                    format!("blocks are nested more than {MAX_DEPTH} levels deep"),
                )
                .label("nothing after this was read")
                .help(
                    "look here and above for blocks that are not closed, and add the missing `}`",
                ),
            );
            self.parsed.damaged = true;
            self.parsed.unbalanced = false;
            self.blocks.clear();
            self.cursor.skip_all();
            return None;
        }
        if open.has_block && !skipped {
            let span = self.cursor.span(at, at + 1);
            self.problem(
                Diagnostic::error(
                    INVALID,
                    span,
                    format!("`{}` has a second block", open.node.name.value),
                )
                .label("a node has one block")
                .help("put everything into one block, or start a new node"),
            );
            open.node.damaged = true;
        }
        let indent = self.cursor.indent();
        self.cursor.bump();
        self.blocks.push(Block {
            owner: open,
            nodes: Vec::new(),
            at,
            indent,
            skipped,
        });
        None
    }

    /// A `}`.
    pub(super) fn close(&mut self) -> Option<Open<'a>> {
        if self.by_indent && self.cursor.at_first_of_line() {
            let indent = self.cursor.indent();
            let line = self.cursor.line_start();
            while self
                .blocks
                .last()
                .is_some_and(|block| block.at < line && block.indent > indent)
            {
                self.close_one();
            }
        }
        let at = self.cursor.at;
        self.cursor.bump();
        let Some(block) = self.blocks.pop() else {
            self.parsed.unbalanced = true;
            let span = self.cursor.span(at, at + 1);
            self.problem(
                Diagnostic::error(STRAY_BRACE, span, "this `}` closes nothing")
                    .label("no block is open here")
                    .help("remove it, or add the missing `{` above"),
            );
            return None;
        };
        Some(self.with_block(block))
    }

    /// The owner of a block that ends here; its entries may go on.
    pub(super) fn with_block(&mut self, block: Block<'a>) -> Open<'a> {
        let mut open = block.owner;
        open.after_block = true;
        if block.skipped {
            self.parsed.left_out.push(block.at..self.cursor.at);
        } else {
            open.has_block = true;
            match open.node.children.is_empty() {
                true => open.node.children = block.nodes,
                false => open.node.children.extend(block.nodes),
            }
        }
        open.node.span.end = self.cursor.at as u32;
        open
    }

    /// Tells that the innermost block is never closed, and closes it.
    pub(super) fn close_one(&mut self) {
        let Some(block) = self.blocks.pop() else {
            return;
        };
        self.parsed.unbalanced = true;
        // Where its brace is missing too, anything may stand.
        let sign = self.cursor.moved(block.at).peek().map_or(0, char::len_utf8);
        let span = self.cursor.span(block.at, block.at + sign);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this block is never closed")
                .label("opened here")
                .help("add the missing `}`; the indentation shows where the block seems to end"),
        );
        let mut open = self.with_block(block);
        open.node.damaged = true;
        self.end(open);
    }

    pub(super) fn close_all(&mut self) {
        while !self.blocks.is_empty() {
            self.close_one();
        }
    }

    /// Closes all blocks without a word.
    pub(super) fn leave_blocks(&mut self) {
        while let Some(block) = self.blocks.pop() {
            let open = self.with_block(block);
            self.end(open);
        }
    }

    /// A node that is indented deeper than the one before it, which has no block: its `{` is
    /// missing.
    pub(super) fn imply_block(&mut self) {
        if !self.cursor.at_first_of_line() {
            return;
        }
        let (here, line) = (self.cursor.indent(), self.cursor.line_start());
        let nodes = self
            .blocks
            .last_mut()
            .map_or(&mut self.roots, |block| &mut block.nodes);
        let above = |node: &Node<'_>| {
            let mut head = self.cursor.moved(node.span.start as usize);
            node.children.is_empty()
                && node.span.end as usize <= line
                && head.at_first_of_line()
                && head.indent() < here
        };
        let Some(node) = nodes.pop_if(|node| above(node)) else {
            return;
        };
        let span = node.head();
        self.problem(
            Diagnostic::error(
                STRAY_BRACE,
                span,
                format!("the block of `{}` has no `{{`", node.name.value),
            )
            .label("a `{` is missing at the end of this line")
            .help("add it, or indent the lines below like this one if they do not belong to it"),
        );
        let at = span.end as usize;
        let indent = self.cursor.moved(span.start as usize).indent();
        let owner = Open {
            node,
            skipped: false,
            after_block: false,
            has_block: false,
        };
        self.blocks.push(Block {
            owner,
            nodes: Vec::new(),
            at,
            indent,
            skipped: false,
        });
    }

    /// The node before this place that has no block yet.
    pub(super) fn before(&mut self) -> Option<&mut Vec<Node<'a>>> {
        let nodes = self
            .blocks
            .last_mut()
            .map_or(&mut self.roots, |block| &mut block.nodes);
        nodes
            .last()
            .is_some_and(|node| node.children.is_empty())
            .then_some(nodes)
    }

    /// A `{` that starts a line, as in C: it belongs to the node before it.
    pub(super) fn block_on_next_line(&mut self) -> Option<Open<'a>> {
        let node = self.before()?.pop()?;
        let span = self.cursor.span(self.cursor.at, self.cursor.at + 1);
        self.problem(
            Diagnostic::error(
                INVALID,
                span,
                format!(
                    "the block of `{}` starts on the line of its name",
                    node.name.value
                ),
            )
            .label("this `{` is alone on its line")
            .help("move the `{` to the end of the line above"),
        );
        Some(Open {
            node,
            skipped: false,
            after_block: false,
            has_block: false,
        })
    }
}
