//! One style for all descriptions: four blanks per level, one node per line or a short block on the
//! line of its node, one blank between values; columns of neighbouring like nodes stay aligned.
//! Comments stay where they are. The meaning never changes.

mod align;
mod layout;

use super::token::{Kind, Token, tokens};
use align::Line;
use layout::{Block, Item, Node, Part};

/// Blanks per level.
const INDENT: usize = 4;

/// The text in our style. `text` must be free of syntax errors; what is wrong stays as it is,
/// somewhere.
pub fn format(text: &str) -> String {
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
    };
    let root = reader.block(0);
    let mut printer = Printer {
        lines: Vec::new(),
        blocks: 0,
    };
    printer.block(&root, 0);
    align::align(&mut printer.lines);
    let mut out = String::with_capacity(text.len());
    for line in &printer.lines {
        line.write(&mut out);
    }
    out
}

/// Reads tokens into nodes that keep their comments.
struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
}

/// Blocks inside each other, at most: the parser refuses more than 64.
const MAX_DEPTH: usize = 200;

impl<'a> Reader<'_, 'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    /// Items up to a `}` or the end.
    fn block(&mut self, depth: usize) -> Block<'a> {
        let mut block = Block::default();
        let mut newlines = 0;
        let mut gap = 0;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Close => break,
                Kind::Blank => {
                    gap = token.text.chars().count();
                    self.at += 1;
                }
                Kind::Semicolon | Kind::Continuation => self.at += 1,
                Kind::Newline => {
                    newlines += 1;
                    gap = 0;
                    block.several_lines = true;
                    self.at += 1;
                }
                Kind::LineComment | Kind::BlockComment => {
                    // On the line of the `{`, or on its own.
                    let first = newlines == 0 && block.items.is_empty() && depth > 0;
                    let at_edge = gap == 0
                        && self
                            .at
                            .checked_sub(1)
                            .is_none_or(|before| self.tokens[before].kind == Kind::Newline);
                    block.several_lines |=
                        token.kind == Kind::LineComment || token.text.contains('\n');
                    block.push(
                        Item::Comment {
                            text: token.text.trim_end(),
                            beside_brace: first.then_some(gap.max(1)),
                            at_edge,
                        },
                        newlines > 1,
                    );
                    newlines = 0;
                    self.at += 1;
                }
                _ => {
                    let node = self.node(depth);
                    block.several_lines |= node.has_several_lines();
                    block.push(Item::Node(node), newlines > 1);
                    newlines = 0;
                }
            }
        }
        block
    }

    /// A node up to its end, with the comment behind it on its line.
    fn node(&mut self, depth: usize) -> Node<'a> {
        let mut node = Node::default();
        // Blanks before the next part; none when it is grown together with the one before.
        let mut gap = 0;
        let mut glued = false;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Close | Kind::Newline => break,
                Kind::Semicolon => {
                    self.at += 1;
                    self.comment_behind(&mut node);
                    break;
                }
                Kind::LineComment => {
                    self.comment_behind(&mut node);
                    break;
                }
                Kind::Blank => {
                    gap += token.text.chars().count();
                    self.at += 1;
                }
                Kind::Continuation => {
                    node.parts.push(Part::Continuation(token.text));
                    gap = 0;
                    glued = false;
                    self.at += 1;
                }
                Kind::BlockComment => {
                    self.at += 1;
                    node.parts.push(Part::Text {
                        gap: gap.max(1),
                        text: token.text.to_string(),
                    });
                    gap = 0;
                    glued = false;
                }
                Kind::Open => {
                    self.inner_block(&mut node, glued, depth);
                    gap = 0;
                    glued = false;
                }
                Kind::Equals | Kind::Slashdash | Kind::Word => {
                    self.at += 1;
                    let grown = glued
                        || token.kind == Kind::Equals
                        || (gap == 0 && matches!(node.parts.last(), Some(Part::Text { .. })));
                    match node.parts.last_mut() {
                        Some(Part::Text { text, .. }) if grown => text.push_str(token.text),
                        _ => node.parts.push(Part::Text {
                            gap: gap.max(1),
                            text: token.text.to_string(),
                        }),
                    }
                    gap = 0;
                    glued = matches!(token.kind, Kind::Equals | Kind::Slashdash);
                    if token.kind == Kind::Slashdash {
                        self.line_ends();
                    }
                }
            }
        }
        node
    }

    fn inner_block(&mut self, node: &mut Node<'a>, glued: bool, depth: usize) {
        self.at += 1;
        let inner = if depth < MAX_DEPTH {
            self.block(depth + 1)
        } else {
            Block::default()
        };
        if self.peek().is_some_and(|token| token.kind == Kind::Close) {
            self.at += 1;
        }
        node.parts.push(Part::Block {
            glued,
            block: inner,
        });
    }

    /// `/-` may stand on a line before what it leaves out.
    fn line_ends(&mut self) {
        while self
            .peek()
            .is_some_and(|token| matches!(token.kind, Kind::Newline | Kind::Blank))
        {
            self.at += 1;
        }
    }

    /// A comment that ends the line of a node.
    fn comment_behind(&mut self, node: &mut Node<'a>) {
        let mut at = self.at;
        let mut gap = 0;
        while let Some(token) = self.tokens.get(at) {
            match token.kind {
                Kind::Blank => gap += token.text.chars().count(),
                Kind::LineComment => {
                    // Blanks before it were read already when no `;` stands between.
                    let read = self.tokens[..self.at]
                        .last()
                        .filter(|before| before.kind == Kind::Blank && at == self.at);
                    gap += read.map_or(0, |blank| blank.text.chars().count());
                    node.comment = Some((gap.max(1), token.text.trim_end()));
                    self.at = at + 1;
                    return;
                }
                _ => return,
            }
            at += 1;
        }
    }
}

/// Writes nodes as lines.
struct Printer {
    lines: Vec<Line>,
    blocks: usize,
}

impl Printer {
    fn block(&mut self, block: &Block<'_>, depth: usize) {
        self.blocks += 1;
        let id = self.blocks;
        for (at, (item, blank_before)) in block.items.iter().enumerate() {
            if *blank_before && at > 0 {
                self.lines.push(Line::default());
            }
            match item {
                Item::Comment {
                    beside_brace: Some(gap),
                    text,
                    ..
                } => {
                    // The line of the `{` is the last one.
                    if let Some(line) = self.lines.last_mut() {
                        line.comment = Some((*gap, (*text).to_string()));
                    }
                }
                Item::Comment { text, at_edge, .. } => {
                    let indent = if *at_edge { 0 } else { depth * INDENT };
                    self.lines.push(Line {
                        indent,
                        parts: vec![(0, (*text).to_string())],
                        ..Line::default()
                    });
                }
                Item::Node(node) => self.node(node, depth, id),
            }
        }
    }

    fn node(&mut self, node: &Node<'_>, depth: usize, block: usize) {
        let mut line = Line {
            indent: depth * INDENT,
            like: node.name().map(|name| (block, name.to_string())),
            ..Line::default()
        };
        for (at, part) in node.parts.iter().enumerate() {
            let gap = |gap: usize| {
                if at == 0 || line.parts.is_empty() {
                    0
                } else {
                    gap
                }
            };
            match part {
                Part::Text { gap: blanks, text } => line.parts.push((gap(*blanks), text.clone())),
                Part::Continuation(text) => {
                    line.parts.push((gap(1), text.trim_end().to_string()));
                    self.lines.push(std::mem::take(&mut line));
                    line.indent = (depth + 1) * INDENT;
                }
                Part::Block {
                    glued,
                    block: inner,
                } => {
                    let before = gap(usize::from(!glued));
                    if !inner.several_lines {
                        line.parts.push((before, inner.on_one_line()));
                        continue;
                    }
                    line.parts.push((before, "{".to_string()));
                    self.lines.push(std::mem::take(&mut line));
                    self.block(inner, depth + 1);
                    line = Line {
                        indent: depth * INDENT,
                        parts: vec![(0, "}".to_string())],
                        ..Line::default()
                    };
                }
            }
        }
        if let Some((gap, text)) = &node.comment {
            line.comment = Some((*gap, (*text).to_string()));
        }
        self.lines.push(line);
    }
}
