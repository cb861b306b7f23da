//! Marks that a merge left. A whole conflict is one mistake, of which one side is read; of a
//! conflict that somebody has half resolved, each mark is one, and everything around it is read.

use super::super::INVALID;
use super::super::lexical::is_newline;
use super::super::marks::{self, Conflict, Mark};
use super::Parser;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::ops::Range;

impl Parser<'_, '_> {
    /// Skips what may stand between nodes, and tells of marks among it.
    pub(super) fn space_before_node(&mut self) {
        self.line_space();
        let mut found = false;
        loop {
            // Nothing is called so: a mark is one wherever a node could start, or `fmt` would move
            // it to where it is one.
            let start = self.cursor.at;
            let mut line = self.cursor;
            if !matches!(line.peek(), Some('<' | '|' | '=' | '>')) {
                break;
            }
            let Some(mark) = marks::of_line(line.take_while(|c| !is_newline(c))) else {
                break;
            };
            found = true;
            if self
                .other_side
                .as_ref()
                .is_some_and(|side| side.start == start)
            {
                self.cursor.at = self.other_side.take().map_or(line.at, |side| side.end);
            } else {
                self.cursor.at = line.at;
                let span = self.cursor.span(start, line.at);
                let conflict = if mark == Mark::Ours {
                    self.cursor.conflict(start)
                } else {
                    None
                };
                self.problem(told(span, conflict.as_ref(), &self.cursor));
                self.other_side = conflict.map(|conflict| conflict.middle.start..conflict.end.end);
            }
            self.line_space();
        }
        if found {
            match self.blocks.last_mut() {
                Some(block) => block.owner.node.damaged = true,
                None => self.parsed.damaged = true,
            }
        }
    }

    /// Tells of a mark in a text over several lines, or in a comment, which starts at `start`. Says
    /// whether there is one.
    pub(super) fn merge_mark_inside(
        &mut self,
        start: usize,
        text: &str,
        is_heading: impl Fn(&Range<usize>) -> bool,
    ) -> bool {
        let Some(mark) = marks::inside(text, is_heading) else {
            return false;
        };
        let span = self.cursor.span(start + mark.start, start + mark.end);
        self.problem(told(span, None, &self.cursor));
        true
    }
}

fn told(mark: Span, conflict: Option<&Conflict>, cursor: &super::Cursor<'_>) -> Diagnostic {
    let problem = Diagnostic::error(INVALID, mark, "a merge has left its marks here");
    match conflict {
        Some(Conflict { middle, end }) => problem
            .label("one side starts here")
            .also(
                cursor.span(middle.start, middle.end),
                "it ends here; the other side is not read",
            )
            .also(cursor.span(end.start, end.end), "up to here")
            .help("keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"),
        None => problem
            .label("the other marks of this merge are gone already")
            .help(
                "look at what stands around it, in `git diff` too: keep what belongs here, and \
                 remove this line",
            ),
    }
}
