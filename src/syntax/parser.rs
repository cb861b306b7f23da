//! KDL 2 text -> nodes. Never stops at a mistake: it is told once, at its cause, its text is left out, and the node
//! around it is marked as damaged. Linear, with an explicit stack.

use super::cursor::Cursor;
use super::lexical::{is_blank, is_identifier, is_newline, is_word, mistake, starts_like_number};
use super::text::{self, Mistake};
use super::{
    BARE_KEYWORD, Entry, HIDDEN_CHARACTER, INVALID, MAX_DEPTH, MISSING_VALUE, Node, STRAY_BRACE, TOO_DEEP, Tree, UNCLOSED, ValueKind,
    WRONG_ESCAPE, number,
};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use std::borrow::Cow;

/// What one pass over the text found.
pub(super) struct Parsed<'a> {
    pub tree: Tree<'a>,
    pub problems: Vec<Diagnostic>,
    /// Braces do not balance: indentation may tell what belongs to what.
    pub unbalanced: bool,
}

/// Reads a text. With `by_indent`, a node at the left edge closes all blocks, and a `}` closes those that are
/// indented deeper than itself.
pub(super) fn parse<'a>(cursor: Cursor<'a>, by_indent: bool) -> Parsed<'a> {
    let mut parser = Parser {
        cursor,
        by_indent,
        blocks: Vec::new(),
        roots: Vec::new(),
        parsed: Parsed { tree: Tree::default(), problems: Vec::new(), unbalanced: false },
    };
    let mut current = None;
    while let Some(step) = parser.step(current.take()) {
        current = step;
    }
    parser.parsed.tree.nodes = parser.roots;
    parser.parsed
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

struct Parser<'a> {
    cursor: Cursor<'a>,
    by_indent: bool,
    blocks: Vec<Block<'a>>,
    roots: Vec<Node<'a>>,
    parsed: Parsed<'a>,
}

/// A value, or nothing when it was a mistake that is told already.
type Read<T> = Option<T>;

impl<'a> Parser<'a> {
    /// Reads on: the entries of a node that is open, or the start of the next one. None at the end.
    fn step(&mut self, current: Option<Open<'a>>) -> Option<Option<Open<'a>>> {
        match current {
            Some(open) => Some(self.entries(open)),
            None => self.next_node(),
        }
    }

    /// Up to the next node's name, or to a `}`.
    fn next_node(&mut self) -> Option<Option<Open<'a>>> {
        self.line_space();
        match self.cursor.peek() {
            None => {
                self.close_all();
                None
            }
            Some('}') => Some(self.close()),
            Some(';') => {
                self.invalid_here("a `;` ends a node, and there is none", "remove it");
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
            self.line_space();
        }
        let start = self.cursor.at;
        let typed = self.type_annotation();
        let name = match self.cursor.peek() {
            Some('"' | '#') => self.quoted(start),
            Some(c) if is_word(c) => self.bare_name(),
            Some('{') => {
                // Blocks without a node inside each other have one cause.
                if self.blocks.last().is_none_or(|block| !block.owner.node.name.value.is_empty()) {
                    let span = self.cursor.span(start, start + 1);
                    self.problem(
                        Diagnostic::error(INVALID, span, "this block belongs to no node")
                            .label("no name stands before it")
                            .help("the `{` stands on the line of its node: `name \"argument\" key=\"value\" {`"),
                    );
                }
                None
            }
            _ => {
                self.invalid_here("a node must start with its name", "a node is `name \"argument\" key=\"value\" { children }`");
                None
            }
        };
        let damaged = name.is_none() || typed.is_none();
        let name = name.unwrap_or_else(|| Spanned::new(Cow::Borrowed(""), self.cursor.span(start, start)));
        let node = Node { span: self.cursor.span(start, self.cursor.at), name, entries: Vec::new(), children: Vec::new(), damaged };
        let nameless = node.name.value.is_empty() && damaged;
        // A node without a name is left out; its text is read all the same.
        Some(Open { node, skipped: skipped || nameless, after_block: false, has_block: false })
    }

    /// A node that is indented deeper than the one before it, which has no block: its `{` is missing.
    fn imply_block(&mut self) {
        if !self.cursor.at_first_of_line() {
            return;
        }
        let (here, line) = (self.cursor.indent(), self.cursor.line_start());
        let nodes = self.blocks.last_mut().map_or(&mut self.roots, |block| &mut block.nodes);
        let above = |node: &Node<'_>| {
            let mut head = self.cursor.moved(node.span.start as usize);
            node.children.is_empty() && node.span.end as usize <= line && head.at_first_of_line() && head.indent() < here
        };
        let Some(node) = nodes.pop_if(|node| above(node)) else { return };
        let span = node.head();
        self.problem(
            Diagnostic::error(STRAY_BRACE, span, format!("the block of `{}` has no `{{`", node.name.value))
                .label("a `{` is missing at the end of this line")
                .help("add it, or indent the lines below like this one if they do not belong to it"),
        );
        let at = span.end as usize;
        let indent = self.cursor.moved(span.start as usize).indent();
        let owner = Open { node, skipped: false, after_block: false, has_block: false };
        self.blocks.push(Block { owner, nodes: Vec::new(), at, indent, skipped: false });
    }

    fn bare_name(&mut self) -> Read<Spanned<Cow<'a, str>>> {
        let start = self.cursor.at;
        let word = self.cursor.take_while(is_word);
        let span = self.cursor.span(start, self.cursor.at);
        if is_identifier(word) {
            return Some(Spanned::new(Cow::Borrowed(word), span));
        }
        self.problem(
            Diagnostic::error(INVALID, span, format!("`{word}` cannot be the name of a node"))
                .label("a name starts with a letter")
                .help(format!("write `\"{word}\"` if this really is a name")),
        );
        None
    }

    /// Arguments, properties and blocks of a node, up to its end or to an opening brace.
    fn entries(&mut self, mut open: Open<'a>) -> Option<Open<'a>> {
        loop {
            let spaced = self.node_space(&mut open.node);
            let Some(c) = self.cursor.peek() else { return self.end(open) };
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
                    if self.entry(&mut open).is_none() {
                        open.node.damaged = true;
                    }
                }
                _ if is_newline(c) => {
                    self.cursor.newline();
                    return self.end(open);
                }
                _ => {
                    let start = self.cursor.at;
                    let entry = self.entry(&mut open);
                    if !spaced && self.cursor.at > start && entry.is_some() {
                        let span = self.cursor.span(start, self.cursor.at);
                        self.problem(
                            Diagnostic::error(INVALID, span, "a blank is missing before this")
                                .label("grown together with what is before it")
                                .help("write a blank between two values"),
                        );
                        open.node.damaged = true;
                    }
                    match entry {
                        Some(entry) if spaced => open.node.entries.push(entry),
                        Some(_) => {}
                        None => open.node.damaged = true,
                    }
                }
            }
        }
    }

    /// The node is complete.
    fn end(&mut self, open: Open<'a>) -> Option<Open<'a>> {
        if !open.skipped {
            let nodes = self.blocks.last_mut().map_or(&mut self.roots, |block| &mut block.nodes);
            nodes.push(open.node);
        }
        None
    }

    fn open_block(&mut self, mut open: Open<'a>, skipped: bool) -> Option<Open<'a>> {
        let at = self.cursor.at;
        if self.blocks.len() == MAX_DEPTH {
            let span = self.cursor.span(at, at + 1);
            self.problem(
                Diagnostic::error(TOO_DEEP, span, format!("more than {MAX_DEPTH} blocks inside each other"))
                    .label("nothing after this was read")
                    .help("is a `}` missing above? The language nests four blocks at most"),
            );
            self.parsed.tree.damaged = true;
            self.parsed.unbalanced = false;
            self.blocks.clear();
            self.cursor.skip_all();
            return None;
        }
        if open.has_block && !skipped {
            let span = self.cursor.span(at, at + 1);
            self.problem(
                Diagnostic::error(INVALID, span, format!("`{}` has a second block", open.node.name.value))
                    .label("a node has one block")
                    .help("put everything into one block, or start a new node"),
            );
            open.node.damaged = true;
        }
        let indent = self.cursor.indent();
        self.cursor.bump();
        self.blocks.push(Block { owner: open, nodes: Vec::new(), at, indent, skipped });
        None
    }

    /// A `}`.
    fn close(&mut self) -> Option<Open<'a>> {
        if self.by_indent && self.cursor.at_first_of_line() {
            let indent = self.cursor.indent();
            let line = self.cursor.line_start();
            while self.blocks.last().is_some_and(|block| block.at < line && block.indent > indent) {
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
                    .help("remove it, or look above for a `{` that is missing"),
            );
            return None;
        };
        Some(self.with_block(block))
    }

    /// The owner of a block that ends here; its entries may go on.
    fn with_block(&self, block: Block<'a>) -> Open<'a> {
        let mut open = block.owner;
        open.after_block = true;
        if !block.skipped {
            open.has_block = true;
            open.node.children.extend(block.nodes);
        }
        open.node.span.end = self.cursor.at as u32;
        open
    }

    /// Tells that the innermost block is never closed, and closes it.
    fn close_one(&mut self) {
        let Some(block) = self.blocks.pop() else { return };
        self.parsed.unbalanced = true;
        let span = self.cursor.span(block.at, block.at + 1);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this block is never closed")
                .label("opened here")
                .help("add the missing `}`; the indentation shows where the block seems to end"),
        );
        let mut open = self.with_block(block);
        open.node.damaged = true;
        self.end(open);
    }

    fn close_all(&mut self) {
        while !self.blocks.is_empty() {
            self.close_one();
        }
    }

    /// An argument or a property.
    fn entry(&mut self, open: &mut Open<'a>) -> Read<Entry<'a>> {
        let start = self.cursor.at;
        if open.after_block {
            let shown = self.cursor.take_while(|c| !is_blank(c) && !is_newline(c) && c != ';' && c != '}').to_string();
            if shown.is_empty() {
                self.cursor.bump();
            }
            let span = self.cursor.span(start, self.cursor.at);
            self.problem(
                Diagnostic::error(INVALID, span, format!("`{}` goes on after its block", open.node.name.value))
                    .label("nothing may follow the `}` of a node")
                    .help("start a new line after `}`, or move this before the `{`"),
            );
            return None;
        }
        let typed = self.cursor.peek() == Some('(');
        self.type_annotation()?;
        let value_start = self.cursor.at;
        let value = self.value(start)?;
        let ValueKind::String(name) = &value.value else {
            return Some(Entry { name: None, span: self.cursor.span(start, self.cursor.at), value });
        };
        let after = self.cursor;
        self.node_space(&mut open.node);
        if self.cursor.peek() != Some('=') {
            self.cursor = after;
            return Some(Entry { name: None, span: self.cursor.span(start, self.cursor.at), value });
        }
        if typed {
            self.invalid_here("a type stands before the value, not before the name", "write `name=(type)value`");
            return None;
        }
        let name = Spanned::new(name.clone(), self.cursor.span(value_start, value.span.end as usize));
        self.cursor.bump();
        let equals = self.cursor.at;
        self.node_space(&mut open.node);
        let ends = |c: char| is_newline(c) || matches!(c, ';' | '}' | '{');
        if self.cursor.peek().is_none_or(ends) || self.cursor.starts("//") {
            let written = self.cursor.slice(start, equals).trim().trim_end_matches('=').trim().to_string();
            let span = self.cursor.span(start, equals);
            self.problem(
                Diagnostic::error(MISSING_VALUE, span, format!("`{written}=` has no value"))
                    .label("a value must follow the `=`")
                    .help(format!("write `{written}=\"...\"`, or remove `{written}=`")),
            );
            return None;
        }
        self.type_annotation()?;
        let value = self.value(start)?;
        Some(Entry { name: Some(name), span: self.cursor.span(start, self.cursor.at), value })
    }

    /// A text, a number or a keyword. `start` is where the entry starts, to leave it out as a whole.
    fn value(&mut self, start: usize) -> Read<Spanned<ValueKind<'a>>> {
        let at = self.cursor.at;
        match self.cursor.peek() {
            Some('"') => self.quoted(start).map(|text| text.map(ValueKind::String)),
            Some('#') if self.cursor.raw_hashes().is_some() => self.quoted(start).map(|text| text.map(ValueKind::String)),
            Some('#') => self.keyword(),
            Some(c) if is_word(c) => {
                let word = self.cursor.take_while(is_word);
                if word == "r" && matches!(self.cursor.peek(), Some('"' | '#')) {
                    let span = self.cursor.span(at, self.cursor.at);
                    self.problem(
                        Diagnostic::error(BARE_KEYWORD, span, "`r\"...\"` is how KDL 1 wrote raw text")
                            .label("the `r` is gone in KDL 2")
                            .help("write `#\"...\"#`"),
                    );
                    self.quoted(start);
                    return None;
                }
                if word.starts_with(['“', '”', '„', '«']) {
                    self.curly_quotes(at);
                    return None;
                }
                if is_identifier(word) {
                    return Some(Spanned::new(ValueKind::String(Cow::Borrowed(word)), self.cursor.span(at, self.cursor.at)));
                }
                self.number_or_mistake(at, word)
            }
            _ => {
                self.invalid_here("this is no value", "texts stand in quotes; numbers, `#true` and plain words do not");
                None
            }
        }
    }

    /// Quotes of a word processor: the text up to the closing one is left out.
    fn curly_quotes(&mut self, at: usize) {
        self.cursor.at = at;
        self.cursor.bump();
        self.cursor.take_while(|c| !is_newline(c) && !matches!(c, '”' | '“' | '»' | '"'));
        self.cursor.bump();
        let span = self.cursor.span(at, self.cursor.at);
        self.problem(
            Diagnostic::error(super::MISSING_QUOTES, span, "these are not the quotes of a keyboard")
                .label("a word processor made them curly")
                .help("type plain quotes: `\"...\"`"),
        );
    }

    fn number_or_mistake(&mut self, at: usize, word: &'a str) -> Read<Spanned<ValueKind<'a>>> {
        // `10.0.0.0/24`: show the word whole, although a `/` ends it.
        let comment = self.cursor.starts("//") || self.cursor.starts("/*") || self.cursor.starts("/-");
        let whole = if starts_like_number(word) && !comment {
            self.cursor.take_while(|c| c.is_ascii_alphanumeric() || "./:_-%".contains(c));
            self.cursor.slice(at, self.cursor.at)
        } else {
            word
        };
        let span = self.cursor.span(at, self.cursor.at);
        match number::read(whole) {
            // `=` behind a number is told of where the next entry starts.
            Some(value) => Some(Spanned::new(value, span)),
            None => {
                self.problem(mistake(whole, span));
                // A bare keyword may have been meant as a name: `true=1` has one cause.
                None
            }
        }
    }

    /// `#true`, `#false`, `#null`, `#inf`, `#-inf`, `#nan`.
    fn keyword(&mut self) -> Read<Spanned<ValueKind<'a>>> {
        let at = self.cursor.at;
        self.cursor.bump();
        let word = self.cursor.take_while(is_word);
        let span = self.cursor.span(at, self.cursor.at);
        if word.is_empty() && self.cursor.peek().is_none_or(|c| is_blank(c) || is_newline(c) || c == '#') {
            self.cursor.take_while(|c| !is_newline(c));
            self.problem(
                Diagnostic::error(INVALID, span, "`#` does not start a comment").label("this is not KDL").help("comments start with `//`"),
            );
            return None;
        }
        let value = match word {
            "true" => ValueKind::Bool(true),
            "false" => ValueKind::Bool(false),
            "null" => ValueKind::Null,
            "inf" => ValueKind::Float(f64::INFINITY),
            "-inf" => ValueKind::Float(f64::NEG_INFINITY),
            "nan" => ValueKind::Float(f64::NAN),
            _ => {
                let shown = self.cursor.slice(at, self.cursor.at).to_string();
                self.problem(
                    Diagnostic::error(INVALID, span, format!("`{shown}` means nothing"))
                        .label("unknown keyword")
                        .help("write `#true`, `#false` or `#null`, or put a text in quotes"),
                );
                return None;
            }
        };
        Some(Spanned::new(value, span))
    }

    /// A text in quotes, raw or not, on one line or several.
    fn quoted(&mut self, start: usize) -> Read<Spanned<Cow<'a, str>>> {
        let at = self.cursor.at;
        let hashes = self.cursor.raw_hashes().unwrap_or(0);
        self.cursor.advance(hashes);
        if self.cursor.peek() != Some('"') {
            self.cursor.at = at;
            let keyword = self.keyword()?;
            self.problem(
                Diagnostic::error(INVALID, keyword.span, "a keyword cannot stand here")
                    .label("a text belongs here")
                    .help("put it in quotes"),
            );
            return None;
        }
        let multi = self.cursor.starts("\"\"\"");
        let quotes = if multi { 3 } else { 1 };
        self.cursor.advance(quotes);
        let body_start = self.cursor.at;
        let Some(body_end) = self.cursor.find_quotes(quotes, hashes) else {
            self.unclosed_text(start, at, multi);
            return None;
        };
        let body = self.cursor.slice(body_start, body_end);
        self.cursor.at = body_end + quotes + hashes;
        let span = self.cursor.span(at, self.cursor.at);
        let mut mistakes = Vec::new();
        let value = if multi { text::multi(body, hashes > 0, &mut mistakes) } else { text::single(body, hashes > 0, &mut mistakes) };
        let hidden = self.hidden_characters(body_start, body);
        for mistake in &mistakes {
            self.text_problem(body_start, body, span, mistake);
        }
        (!hidden && mistakes.is_empty()).then_some(Spanned::new(value, span))
    }

    fn text_problem(&mut self, body_start: usize, body: &str, whole: Span, mistake: &Mistake) {
        let problem = match mistake {
            Mistake::Escape(from, to) => {
                let shown = body.get(*from..*to).unwrap_or("\\").to_string();
                let span = self.cursor.span(body_start + from, body_start + to);
                Diagnostic::error(WRONG_ESCAPE, span, format!("`{shown}` means nothing inside quotes"))
                    .label("unknown escape")
                    .help("write `\\\\` for a backslash, or use a raw text: `#\"...\"#`")
            }
            Mistake::Indent(from, to) => Diagnostic::error(
                INVALID,
                self.cursor.span(body_start + from, body_start + to),
                "this line is indented less than its closing quotes",
            )
            .label("must start with the same blanks as the closing `\"\"\"`")
            .help("indent all lines of the text as far as the closing quotes, or further"),
            Mistake::Quotes(..) => Diagnostic::error(INVALID, whole, "`\"\"\"` stands on a line of its own")
                .label("text right beside the quotes")
                .help("start the text on the line after the opening `\"\"\"`, and close it on a line of its own"),
        };
        self.problem(problem);
    }

    fn unclosed_text(&mut self, start: usize, at: usize, multi: bool) {
        if multi {
            self.parsed.tree.damaged = true;
            let span = self.cursor.span(at, self.cursor.at);
            self.problem(
                Diagnostic::error(UNCLOSED, span, "this text is never closed")
                    .label("opened here")
                    .help("close it with `\"\"\"` on a line of its own"),
            );
            self.cursor.skip_all();
            self.blocks.iter_mut().for_each(|block| block.owner.node.damaged = true);
            self.leave_blocks();
            return;
        }
        self.cursor.at = at;
        let rest = self.cursor.take_while(|c| !is_newline(c));
        let end = at + rest.trim_end().len();
        let span = self.cursor.span(at, end);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this text is never closed")
                .label("no closing quote on this line")
                .help("add `\"`; text over several lines stands between `\"\"\"`"),
        );
        // `node "a { ...`: the block that was opened behind the text is read all the same.
        if rest.trim_end().ends_with('{') && end > start {
            self.cursor.at = end - 1;
            return;
        }
        // `{ vlans lan"; }`: so are the braces that close blocks of this line.
        let line = self.cursor.line_start();
        let mut of_line = self.blocks.iter().filter(|block| block.at >= line).count();
        let mut tail = end;
        for (back, c) in rest.trim_end().char_indices().rev().take_while(|(_, c)| *c == '}' || *c == ';' || is_blank(*c)) {
            if c == '}' && of_line > 0 {
                of_line -= 1;
                tail = at + back;
            }
        }
        if tail < end {
            self.cursor.at = tail;
        }
    }

    /// The end of the file came inside a text: the open blocks are not unclosed, only unread.
    fn leave_blocks(&mut self) {
        while let Some(block) = self.blocks.pop() {
            let open = self.with_block(block);
            self.end(open);
        }
    }

    /// `(type)` before a name or a value: read, and left out. None when it was a mistake.
    fn type_annotation(&mut self) -> Read<()> {
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
        self.cursor.take_while(|c| !is_newline(c) && !matches!(c, ';' | '{' | '}'));
        let span = self.cursor.span(start, self.cursor.at);
        self.problem(
            Diagnostic::error(INVALID, span, "this is no type")
                .label("not `(name)`")
                .help("remove the parentheses: this language uses no types"),
        );
        None
    }

    /// Skips what may stand between nodes: blanks, line ends, comments.
    fn line_space(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some(c) if is_newline(c) => self.cursor.newline(),
                Some('/') if self.cursor.starts("//") => self.line_comment(),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') if self.continuation().is_some() => {}
                Some(c) if super::lexical::is_hidden(c) => self.hidden(),
                _ => return,
            }
        }
    }

    /// Skips what may stand inside a node: blanks, block comments, escaped line ends. Says whether there was any.
    fn node_space(&mut self, node: &mut Node<'a>) -> bool {
        let start = self.cursor.at;
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') => {
                    if self.continuation().is_none() {
                        self.invalid_here(
                            "a `\\` joins two lines, and must be the last of its line",
                            "remove it, or put the text in quotes",
                        );
                        node.damaged = true;
                    }
                }
                Some(c) if super::lexical::is_hidden(c) => {
                    self.hidden();
                    node.damaged = true;
                }
                _ => return self.cursor.at > start,
            }
        }
    }

    fn blanks(&mut self) {
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('\\') if self.continuation().is_some() => {}
                _ => return,
            }
        }
    }

    /// `\`, blanks, maybe a comment, and the end of the line.
    fn continuation(&mut self) -> Option<()> {
        let before = self.cursor;
        self.cursor.bump();
        loop {
            match self.cursor.peek() {
                Some(c) if is_blank(c) => drop(self.cursor.take_while(is_blank)),
                Some('/') if self.cursor.starts("/*") => self.block_comment(),
                Some('/') if self.cursor.starts("//") => {
                    self.line_comment();
                    self.cursor.newline();
                    return Some(());
                }
                Some(c) if is_newline(c) => {
                    self.cursor.newline();
                    return Some(());
                }
                None => return Some(()),
                Some(_) => {
                    self.cursor = before;
                    return None;
                }
            }
        }
    }

    fn line_comment(&mut self) {
        let start = self.cursor.at;
        let comment = self.cursor.take_while(|c| !is_newline(c));
        self.hidden_characters(start, comment);
    }

    fn block_comment(&mut self) {
        let start = self.cursor.at;
        if self.cursor.block_comment() {
            let comment = self.cursor.slice(start, self.cursor.at);
            self.hidden_characters(start, comment);
            return;
        }
        self.parsed.tree.damaged = true;
        let span = self.cursor.span(start, start + 2);
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this comment is never closed")
                .label("everything from here to the end of the file is a comment")
                .help("close it with `*/`"),
        );
        self.leave_blocks();
    }

    /// Tells of every forbidden character of a piece of text.
    fn hidden_characters(&mut self, start: usize, text: &str) -> bool {
        // Nearly all text is plain ASCII without controls: one look at the bytes.
        if text.bytes().all(|byte| (0x20..0x7f).contains(&byte) || matches!(byte, b'\t' | b'\n' | b'\r')) {
            return false;
        }
        let found: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| super::lexical::is_hidden(*c)).collect();
        for (at, c) in &found {
            self.problem(hidden(self.cursor.span(start + at, start + at + c.len_utf8()), *c));
        }
        !found.is_empty()
    }

    fn hidden(&mut self) {
        let start = self.cursor.at;
        if let Some(c) = self.cursor.bump() {
            self.problem(hidden(self.cursor.span(start, self.cursor.at), c));
        }
    }

    /// Tells that what stands here is not KDL, and leaves it out up to the next blank.
    fn invalid_here(&mut self, message: &str, help: &str) {
        let start = self.cursor.at;
        self.cursor.bump();
        self.cursor.take_while(|c| !is_blank(c) && !is_newline(c) && !matches!(c, ';' | '{' | '}'));
        let span = self.cursor.span(start, self.cursor.at);
        self.problem(Diagnostic::error(INVALID, span, message).label("this is not KDL").help(help));
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.parsed.problems.push(diagnostic);
    }
}

fn hidden(span: Span, c: char) -> Diagnostic {
    Diagnostic::error(HIDDEN_CHARACTER, span, format!("an invisible character (U+{:04X}) stands here", c as u32))
        .label("it can make a file read differently from what it says")
        .help("delete it and type the text again")
}
