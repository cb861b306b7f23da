//! The text of a file as tokens, with nothing left out: put together, they are the file again. What
//! must keep comments and blanks stands on them; [`super::parse`] does not, because it would only
//! throw them away.

use super::cursor::Cursor;
use super::lexical::{is_blank, is_newline};
use crate::source::FileId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Blanks within a line.
    Blank,
    Newline,
    LineComment,
    BlockComment,
    /// `\` that joins this line and the next, with what stands between.
    Continuation,
    /// `/-`: what follows is left out.
    Slashdash,
    Open,
    Close,
    Semicolon,
    Equals,
    /// A word, a number, a text with its quotes, or a piece of `(type)`.
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// All tokens of a text, whatever it is.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cursor = Cursor::new(text, FileId(0));
    let mut all = Vec::new();
    if cursor.at > 0 {
        all.push(Token {
            kind: Kind::Blank,
            text: &text[..cursor.at],
        });
    }
    while let Some(c) = cursor.peek() {
        let start = cursor.at;
        let kind = next(&mut cursor, c);
        all.push(Token {
            kind,
            text: &text[start..cursor.at],
        });
    }
    all
}

fn next(cursor: &mut Cursor<'_>, c: char) -> Kind {
    match c {
        _ if is_blank(c) => {
            cursor.take_while(is_blank);
            Kind::Blank
        }
        _ if is_newline(c) => {
            cursor.newline();
            Kind::Newline
        }
        '/' if cursor.starts("//") => {
            cursor.take_while(|c| !is_newline(c));
            Kind::LineComment
        }
        '/' if cursor.starts("/*") => {
            if !cursor.block_comment() {
                cursor.skip_all();
            }
            Kind::BlockComment
        }
        '/' if cursor.eat("/-") => Kind::Slashdash,
        '\\' => continuation(cursor),
        '{' => single(cursor, Kind::Open),
        '}' => single(cursor, Kind::Close),
        ';' => single(cursor, Kind::Semicolon),
        '=' => single(cursor, Kind::Equals),
        '"' | '#' => {
            quoted(cursor);
            Kind::Word
        }
        _ => {
            cursor.bump();
            cursor.take_while(|c| {
                !is_blank(c)
                    && !is_newline(c)
                    && !matches!(c, '{' | '}' | ';' | '=' | '"' | '/' | '\\' | '(' | ')')
            });
            Kind::Word
        }
    }
}

fn single(cursor: &mut Cursor<'_>, kind: Kind) -> Kind {
    cursor.bump();
    kind
}

/// A text up to its closing quotes; a `#` that starts none is a keyword.
fn quoted(cursor: &mut Cursor<'_>) {
    let hashes = cursor.raw_hashes().unwrap_or(0);
    if hashes == 0 && cursor.peek() == Some('#') {
        cursor.bump();
        cursor.take_while(super::lexical::is_word);
        return;
    }
    cursor.advance(hashes);
    let quotes = if cursor.starts("\"\"\"") { 3 } else { 1 };
    cursor.advance(quotes);
    match cursor.find_quotes(quotes, hashes) {
        Some(end) => cursor.at = end + quotes + hashes,
        None => drop(cursor.take_while(|c| !is_newline(c))),
    }
}

/// `\`, and everything up to the end of its line when nothing but blanks and a comment stands
/// there.
fn continuation(cursor: &mut Cursor<'_>) -> Kind {
    cursor.bump();
    let after = cursor.at;
    loop {
        match cursor.peek() {
            Some(c) if is_blank(c) => drop(cursor.take_while(is_blank)),
            Some('/') if cursor.starts("/*") => {
                if !cursor.block_comment() {
                    cursor.skip_all();
                }
            }
            Some('/') if cursor.starts("//") => drop(cursor.take_while(|c| !is_newline(c))),
            Some(c) if is_newline(c) => {
                cursor.newline();
                return Kind::Continuation;
            }
            None => return Kind::Continuation,
            Some(_) => {
                cursor.at = after;
                return Kind::Word;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[ -~\n\"{}=#/\\\\é;]{0,120}") {
            prop_assert_eq!(tokens(&text).iter().map(|token| token.text).collect::<String>(), text);
        }
    }

    #[test]
    fn tells_what_is_what() {
        let kinds: Vec<Kind> = tokens("a \"b\"=1 /-{ c; } // d\n")
            .iter()
            .map(|token| token.kind)
            .collect();
        use Kind::*;
        assert_eq!(
            kinds,
            [
                Word,
                Blank,
                Word,
                Equals,
                Word,
                Blank,
                Slashdash,
                Open,
                Blank,
                Word,
                Semicolon,
                Blank,
                Close,
                Blank,
                LineComment,
                Newline
            ]
        );
    }
}
