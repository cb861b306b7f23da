//! Texts, numbers and keywords, and what people write in their place.

use super::super::lexical::{
    is_blank, is_hidden, is_identifier, is_newline, is_unseen, is_word, mistake, starts_like_number,
};
use super::super::text::{self, Mistake};
use super::super::{
    BARE_KEYWORD, INVALID, MISSING_QUOTES, UNCLOSED, ValueKind, WRONG_ESCAPE, number,
};
use super::{Parser, Read};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use std::borrow::Cow;
use std::ops::Range;

impl<'a> Parser<'a, '_> {
    /// A text, a number or a keyword. `start` is where the entry starts, to leave it out as a
    /// whole.
    pub(super) fn value(&mut self, start: usize) -> Read<Spanned<ValueKind<'a>>> {
        let at = self.cursor.at;
        match self.cursor.peek() {
            Some('"') => self.quoted(start).map(|text| text.map(ValueKind::String)),
            Some('#') if self.cursor.raw_hashes().is_some() => {
                self.quoted(start).map(|text| text.map(ValueKind::String))
            }
            Some('#') => self.keyword(),
            Some(c) if is_word(c) => {
                let word = self.cursor.take_while(is_word);
                if word == "r" && matches!(self.cursor.peek(), Some('"' | '#')) {
                    let span = self.cursor.span(at, self.cursor.at);
                    self.problem(
                        Diagnostic::error(
                            BARE_KEYWORD,
                            span,
                            "`r\"...\"` is how KDL 1 wrote raw text",
                        )
                        .label("the `r` is gone in KDL 2")
                        .help("write `#\"...\"#`"),
                    );
                    // Its backslashes mean nothing in a raw text.
                    let told = self.parsed.problems.len();
                    self.quoted(start);
                    self.parsed.problems.truncate(told);
                    return None;
                }
                if word.starts_with(['“', '”', '„', '«']) {
                    self.curly_quotes(at);
                    return None;
                }
                let is_comment = ["//", "/*", "/-"]
                    .iter()
                    .any(|mark| self.cursor.starts(mark));
                if is_identifier(word)
                    && self.cursor.peek() == Some('/')
                    && (!is_comment || (word.ends_with(':') && self.cursor.starts("//")))
                {
                    self.bare_path(at);
                    return None;
                }
                if is_identifier(word) {
                    return Some(Spanned::new(
                        ValueKind::String(Cow::Borrowed(word)),
                        self.cursor.span(at, self.cursor.at),
                    ));
                }
                self.number_or_mistake(at, word)
            }
            Some('[') => {
                self.cursor
                    .take_while(|c| !is_newline(c) && !matches!(c, ']' | '{' | '}'));
                self.cursor.eat("]");
                let span = self.cursor.span(at, self.cursor.at);
                self.problem(
                    Diagnostic::error(INVALID, span, "a list has no brackets")
                        .label("this is how YAML writes lists")
                        .help("write the values one after the other: `name \"a\" \"b\"`"),
                );
                None
            }
            Some('/') => {
                self.cursor.take_while(|c| {
                    !is_blank(c) && !is_newline(c) && !matches!(c, ';' | '{' | '}')
                });
                let span = self.cursor.span(at, self.cursor.at);
                let path = self.cursor.slice(at, self.cursor.at);
                self.problem(
                    Diagnostic::error(MISSING_QUOTES, span, format!("`{path}` needs quotes"))
                        .label("a path is a text")
                        .help(format!("write `\"{path}\"`"))
                        .fix(span, format!("\"{path}\"")),
                );
                None
            }
            _ => {
                self.invalid_here(
                    "this is not a value",
                    "put text in quotes; numbers, `#true` and plain words need none",
                );
                None
            }
        }
    }

    /// `storage/no-spare-host`, `https://example.org` without quotes.
    fn bare_path(&mut self, at: usize) {
        self.cursor
            .take_while(|c| !is_blank(c) && !is_newline(c) && !matches!(c, ';' | '{' | '}' | '"'));
        let (span, path) = (
            self.cursor.span(at, self.cursor.at),
            self.cursor.slice(at, self.cursor.at),
        );
        let label = if path.contains("//") {
            "without them, `//` starts a comment"
        } else {
            "a `/` stands in quotes only"
        };
        self.problem(
            Diagnostic::error(MISSING_QUOTES, span, format!("`{path}` needs quotes"))
                .label(label)
                .help(format!("write `\"{path}\"`"))
                .fix(span, format!("\"{path}\"")),
        );
    }

    /// Quotes of a word processor: the text up to the closing one is left out.
    pub(super) fn curly_quotes(&mut self, at: usize) {
        self.cursor.at = at;
        self.cursor.bump();
        self.cursor
            .take_while(|c| !is_newline(c) && !matches!(c, '”' | '“' | '»' | '"'));
        self.cursor.bump();
        let span = self.cursor.span(at, self.cursor.at);
        let inner = self
            .cursor
            .slice(at, self.cursor.at)
            .trim_matches(['“', '”', '„', '«', '»', '"']);
        self.problem(
            Diagnostic::error(
                MISSING_QUOTES,
                span,
                "these are not the quotes of a keyboard",
            )
            .label("a word processor made them curly")
            .help("type plain quotes: `\"...\"`")
            .fix(span, format!("\"{inner}\"")),
        );
    }

    pub(super) fn number_or_mistake(
        &mut self,
        at: usize,
        word: &'a str,
    ) -> Read<Spanned<ValueKind<'a>>> {
        // `10.0.0.0/24`: show the word whole, although a `/` ends it.
        let comment =
            self.cursor.starts("//") || self.cursor.starts("/*") || self.cursor.starts("/-");
        let whole = if starts_like_number(word) && !comment {
            self.cursor
                .take_while(|c| c.is_ascii_alphanumeric() || "./:_-%".contains(c));
            self.cursor.slice(at, self.cursor.at)
        } else {
            word
        };
        let span = self.cursor.span(at, self.cursor.at);
        let value = number::read(whole);
        if value.is_none() {
            // `128GiB"`: the closing quote stands there.
            let closed = self.cursor.eat("\"");
            let span = if closed {
                self.cursor.span(at, self.cursor.at)
            } else {
                span
            };
            let follows_child = whole.ends_with(',') && self.starts_child();
            self.problem(mistake(whole, span, follows_child));
        }
        Some(Spanned::new(value?, span))
    }

    /// `#true`, `#false`, `#null`, `#inf`, `#-inf`, `#nan`.
    pub(super) fn keyword(&mut self) -> Read<Spanned<ValueKind<'a>>> {
        let at = self.cursor.at;
        self.cursor.bump();
        let word = self.cursor.take_while(is_word);
        let span = self.cursor.span(at, self.cursor.at);
        if word.is_empty()
            && self
                .cursor
                .peek()
                .is_none_or(|c| is_blank(c) || is_newline(c) || c == '#')
        {
            self.cursor.take_while(|c| !is_newline(c));
            self.problem(
                Diagnostic::error(INVALID, span, "`#` does not start a comment")
                    .label("this is not KDL")
                    .help("comments start with `//`"),
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
    pub(super) fn quoted(&mut self, start: usize) -> Read<Spanned<Cow<'a, str>>> {
        let at = self.cursor.at;
        let hashes = self.cursor.raw_hashes().unwrap_or(0);
        self.cursor.advance(hashes);
        if self.cursor.peek() != Some('"') {
            self.cursor.at = at;
            let keyword = self.keyword()?;
            self.problem(
                Diagnostic::error(INVALID, keyword.span, "a keyword cannot be used here")
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
        if multi {
            self.parsed.texts.push(at..self.cursor.at);
        }
        let span = self.cursor.span(at, self.cursor.at);
        let mut mistakes = Vec::new();
        let value = if multi {
            text::multi(body, hashes > 0, &mut mistakes)
        } else {
            text::single(body, hashes > 0, &mut mistakes)
        };
        let hidden =
            self.hidden_characters(body_start, body, if multi { is_hidden } else { is_unseen });
        // A line at the left edge is none of a text that is indented.
        let is_indented = |place: &Range<usize>| {
            mistakes
                .iter()
                .any(|mistake| matches!(mistake, Mistake::Indent(from, _) if *from == place.start))
        };
        if multi && self.merge_mark_inside(body_start, body, |place| !is_indented(place)) {
            return None;
        }
        // A text that was pasted is indented wrongly as a whole: one mistake.
        let is_indent = |mistake: &Mistake| matches!(mistake, Mistake::Indent(..));
        let first = mistakes.iter().position(is_indent);
        for (index, mistake) in mistakes
            .iter()
            .enumerate()
            .filter(|(index, mistake)| !is_indent(mistake) || Some(*index) == first)
        {
            let count = mistakes[index..]
                .iter()
                .filter(|mistake| is_indent(mistake))
                .count();
            self.text_problem(body_start, body, span, mistake, count);
        }
        (!hidden && mistakes.is_empty()).then_some(Spanned::new(value, span))
    }

    /// `count`: lines that are indented too little.
    fn text_problem(
        &mut self,
        body_start: usize,
        body: &str,
        whole: Span,
        mistake: &Mistake,
        count: usize,
    ) {
        let problem = match mistake {
            Mistake::Escape(from, to) => {
                let shown = body.get(*from..*to).unwrap_or("\\").to_string();
                let span = self.cursor.span(body_start + from, body_start + to);
                Diagnostic::error(
                    WRONG_ESCAPE,
                    span,
                    format!("`{shown}` is not an escape that KDL knows"),
                )
                .label("unknown escape")
                .help(escaped(body, *from))
                .guess(span, format!("\\{shown}"))
            }
            Mistake::Indent(from, to) => {
                let message = match count {
                    1 => "this line is indented less than its closing quotes".to_string(),
                    lines => format!(
                        "this line and {} more are indented less than their closing quotes",
                        lines - 1
                    ),
                };
                let problem = Diagnostic::error(
                    INVALID,
                    self.cursor.span(body_start + from, body_start + to),
                    message,
                )
                .label("must start with the same blanks as the closing `\"\"\"`")
                .help("indent all lines of the text as far as the closing quotes, or further");
                match text::indented(body) {
                    Some(text) => {
                        problem.fix(self.cursor.span(body_start, body_start + body.len()), text)
                    }
                    None => problem,
                }
            }
            Mistake::Quotes(..) => {
                Diagnostic::error(INVALID, whole, "`\"\"\"` must be on a line of its own")
                    .label("text right beside the quotes")
                    .help(
                        "start the text on the line after the opening `\"\"\"`, and close it on a \
                         line of its own",
                    )
            }
        };
        self.problem(problem);
    }

    pub(super) fn unclosed_text(&mut self, start: usize, at: usize, multi: bool) {
        if multi {
            self.parsed.damaged = true;
            let span = self.cursor.span(at, self.cursor.at);
            self.problem(
                Diagnostic::error(UNCLOSED, span, "this text is never closed")
                    .label("opened here")
                    .help("close it with `\"\"\"` on a line of its own"),
            );
            self.cursor.skip_all();
            self.blocks
                .iter_mut()
                .for_each(|block| block.owner.node.damaged = true);
            self.cut_off = true;
            return;
        }
        self.cursor.at = at;
        let rest = self.cursor.take_while(|c| !is_newline(c));
        let end = at + rest.trim_end().len();
        let span = self.cursor.span(at, end);
        // Behind a word, the quote closes a text whose own quote is missing.
        let opens = self
            .cursor
            .before(at)
            .is_none_or(|c| is_blank(c) || is_newline(c) || c == '=');
        if let Some(close) = Some(end)
            .filter(|end| opens && *end == at + 1)
            .and_then(|end| self.cursor.lone_quote(end))
        {
            self.problem(
                Diagnostic::error(
                    UNCLOSED,
                    span,
                    "a text over several lines goes between `\"\"\"`",
                )
                .label("one `\"` is for a text on one line")
                .help("write `\"\"\"` here, and where the text ends"),
            );
            self.parsed.texts.push(at..close);
            self.cursor.at = close;
            return;
        }
        self.problem(
            Diagnostic::error(UNCLOSED, span, "this text is never closed")
                .label("no closing quote on this line")
                .help(
                    "add `\"` where the text ends; text over several lines goes between `\"\"\"`",
                ),
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
        for (back, c) in rest
            .trim_end()
            .char_indices()
            .rev()
            .take_while(|(_, c)| *c == '}' || *c == ';' || is_blank(*c))
        {
            if c == '}' && of_line > 0 {
                of_line -= 1;
                tail = at + back;
            }
        }
        if tail < end {
            self.cursor.at = tail;
        }
    }
}

/// A text with a wrong escape, as it is probably meant: with its backslash doubled, or raw.
fn escaped(body: &str, at: usize) -> String {
    const MOST: usize = 60;
    let doubled = format!(
        "{}\\{}",
        body.get(..at).unwrap_or_default(),
        body.get(at..).unwrap_or_default()
    );
    if doubled.len() > MOST || doubled.contains('\n') {
        return "write `\\\\` for a backslash; or `#\"...\"#`, with single backslashes, for the \
                whole text"
            .to_string();
    }
    format!(
        "write `\"{doubled}\"`; or raw, with single backslashes: `#\"{}\"#`",
        body.replace("\\\\", "\\")
    )
}
