//! Arguments and properties of a node.

use super::{Open, Parser, Read};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::syntax::codes::{INVALID, MISSING_VALUE};
use crate::syntax::lexical::{is_blank, is_identifier, is_newline, is_word};
use crate::syntax::tree::{Entry, ValueKind};

impl<'a> Parser<'a, '_> {
    /// An argument or a property.
    pub(super) fn entry(&mut self, open: &mut Open<'a>) -> Read<Entry<'a>> {
        let start = self.cursor.at;
        if open.after_block {
            return self.behind_block(open);
        }
        let typed = self.cursor.peek() == Some('(');
        self.type_annotation()?;
        let value_start = self.cursor.at;
        let value = self.value(start)?;
        let ValueKind::String(name) = &value.value else {
            return Some(Entry {
                name: None,
                span: self.cursor.span(start, self.cursor.at),
                value,
            });
        };
        let after = self.cursor;
        self.node_space(&mut open.node);
        if self.cursor.peek() != Some('=') {
            self.cursor = after;
            return Some(Entry {
                name: None,
                span: self.cursor.span(start, self.cursor.at),
                value,
            });
        }
        if typed {
            self.invalid_here(
                "a type goes before the value, not before the name",
                "write `name=(type)value`",
            );
            return None;
        }
        let name = Spanned::new(
            name.clone(),
            self.cursor.span(value_start, value.span.end as usize),
        );
        self.cursor.bump();
        let equals = self.cursor.at;
        self.node_space(&mut open.node);
        let ends = |c: char| is_newline(c) || matches!(c, ';' | '}' | '{');
        if self.cursor.peek().is_none_or(ends)
            || self.cursor.starts("//")
            || self.cursor.at_property()
        {
            return self.without_value(start, equals);
        }
        self.type_annotation()?;
        let value = self.value(start)?;
        Some(Entry {
            name: Some(name),
            span: self.cursor.span(start, self.cursor.at),
            value,
        })
    }

    fn behind_block(&mut self, open: &Open<'a>) -> Read<Entry<'a>> {
        let start = self.cursor.at;
        let shown = self
            .cursor
            .take_while(|c| !is_blank(c) && !is_newline(c) && c != ';' && c != '}')
            .to_string();
        if shown.is_empty() {
            self.cursor.bump();
        }
        let span = self.cursor.span(start, self.cursor.at);
        self.problem(
            Diagnostic::error(
                INVALID,
                span,
                format!("`{}` goes on after its block", open.node.name.value),
            )
            .label("nothing may follow the `}` of a node")
            .help("start a new line after `}`, or move this before the `{`"),
        );
        None
    }

    /// What follows is read as if the value were there.
    fn without_value(&mut self, start: usize, equals: usize) -> Read<Entry<'a>> {
        let written = self
            .cursor
            .slice(start, equals)
            .trim()
            .trim_end_matches('=')
            .trim()
            .to_string();
        let span = self.cursor.span(start, equals);
        self.cursor.at = equals;
        self.problem(
            Diagnostic::error(MISSING_VALUE, span, format!("`{written}=` has no value"))
                .label("a value must follow the `=`")
                .help(format!("write `{written}=\"...\"`, or remove `{written}=`")),
        );
        None
    }

    /// `(type)` before a name or a value: read, and left out. None when it was a mistake.
    pub(super) fn type_annotation(&mut self) -> Read<()> {
        if self.cursor.peek() != Some('(') {
            return Some(());
        }
        let start = self.cursor.at;
        self.cursor.bump();
        self.blanks();
        let read = match self.cursor.peek() {
            Some('"' | '#') => self.quoted(start).map(drop),
            Some(c) if is_word(c) => is_identifier(self.cursor.take_while(is_word)).then_some(()),
            _ => None,
        };
        self.blanks();
        if read.is_some() && self.cursor.eat(")") {
            self.blanks();
            return Some(());
        }
        self.cursor
            .take_while(|c| !is_newline(c) && !matches!(c, ';' | '{' | '}'));
        let span = self.cursor.span(start, self.cursor.at);
        self.problem(
            Diagnostic::error(INVALID, span, "there is a `(` outside of quotes")
                .label("parentheses have no meaning in this language")
                .help(
                    "if it is a remark, write it as a comment after `//`; if it belongs to a text, \
                     put the whole text in quotes",
                ),
        );
        None
    }
}
