//! Characters and words of KDL 2, and what is wrong with a bare word in the words of somebody who
//! types KDL.

use super::codes::{BARE_KEYWORD, MISSING_QUOTES};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Blanks that do not end a line.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Characters that end a line; CR LF counts as one end.
pub(super) const fn is_newline(c: char) -> bool {
    matches!(
        c,
        '\r' | '\n' | '\u{85}' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}'
    )
}

/// Characters that KDL 2 forbids: controls, direction marks, the byte order mark inside a file.
pub(super) const fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Characters that nobody sees: KDL 2 forbids the first, and allows the others, which come along
/// when text is copied from a web page or a PDF. In prose they have their uses.
pub(super) const fn is_unseen(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')
}

/// Characters of a bare word.
pub(super) fn is_word(c: char) -> bool {
    // Asked for nearly every character of a file.
    WORD_ASCII
        .get(c as usize)
        .copied()
        .unwrap_or_else(|| may_be_in_word(c))
}

const WORD_ASCII: [bool; 128] = {
    let mut table = [false; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = may_be_in_word(at as u8 as char);
        at += 1;
    }
    table
};

const fn may_be_in_word(c: char) -> bool {
    !is_blank(c)
        && !is_newline(c)
        && !is_unseen(c)
        && !matches!(
            c,
            '(' | ')' | '{' | '}' | '[' | ']' | '/' | '\\' | '"' | '#' | ';' | '='
        )
}

/// A bare word that is a legal text: not a keyword, and not like a number.
pub(super) fn is_identifier(word: &str) -> bool {
    !matches!(
        word,
        "" | "true" | "false" | "null" | "inf" | "-inf" | "nan"
    ) && !starts_like_number(word)
}

/// Starts as a number does: a digit, or one behind a sign or a dot.
pub(super) fn starts_like_number(word: &str) -> bool {
    let rest = word.strip_prefix(['+', '-']).unwrap_or(word);
    rest.strip_prefix('.')
        .unwrap_or(rest)
        .starts_with(|c: char| c.is_ascii_digit())
}

/// A mistake in a bare word that stands where a value stands.
/// `follows_child`: what comes next on the line is a child.
pub(super) fn mistake(word: &str, span: Span, follows_child: bool) -> Diagnostic {
    if word == "null" {
        return Diagnostic::error(BARE_KEYWORD, span, "`null` is not a value in KDL 2")
            .label("this is how KDL 1 wrote it")
            .help("leave it out, or write a text in quotes; in `values`, write `#null`");
    }
    if matches!(word, "true" | "false" | "inf" | "-inf" | "nan") {
        return Diagnostic::error(
            BARE_KEYWORD,
            span,
            format!("`{word}` is not a value in KDL 2"),
        )
        .label("this is how KDL 1 wrote it")
        .help(format!("write `#{word}`"))
        .fix(span, format!("#{word}"));
    }
    if let Some(problem) = comma(word, span, follows_child) {
        return problem;
    }
    Diagnostic::error(MISSING_QUOTES, span, format!("`{word}` needs quotes"))
        .label("starts with a digit, but is not a number")
        .help(
            match word.trim_end_matches(|c: char| c.is_ascii_alphabetic()) {
                // `42U`, not `64GiB` and not `10.0.0.1`.
                digits if digits.len() + 1 == word.len() && is_digits(digits) => {
                    format!(
                        "write `{digits}` where a number belongs, `\"{word}\"` where text belongs: \
                         `radier explain` says which"
                    )
                }
                _ => format!("write `\"{word}\"`"),
            },
        )
        .fix(span, format!("\"{word}\""))
}

/// A comma, which KDL does not have.
fn comma(word: &str, span: Span, follows_child: bool) -> Option<Diagnostic> {
    if let Some(value) = word.strip_suffix(',').filter(|_| follows_child) {
        return Some(
            Diagnostic::error(MISSING_QUOTES, span, format!("`{word}` ends in a comma"))
                .label("a `;` separates children")
                .help(format!("write `{value};`"))
                .fix(span, format!("{value};")),
        );
    }
    if let Some(value) = word.strip_suffix(',') {
        return Some(
            Diagnostic::error(MISSING_QUOTES, span, format!("`{word}` ends in a comma"))
                .label("read as one word")
                .help(format!("blanks separate values: write `{value}`"))
                .fix(span, value),
        );
    }
    if let Some((whole, part)) = word
        .split_once(',')
        .filter(|(whole, part)| [whole, part].iter().all(|digits| is_digits(digits)))
    {
        return Some(
            Diagnostic::error(
                MISSING_QUOTES,
                span,
                format!("`{word}` is written with a comma"),
            )
            .label("numbers have a decimal point")
            .help(format!("write `{whole}.{part}`"))
            .fix(span, format!("{whole}.{part}")),
        );
    }
    None
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_texts_from_numbers_and_keywords() {
        for word in ["a", "-", "--", "-.", "+a", ".a", "é", "r", "a.b"] {
            assert!(is_identifier(word), "{word}");
        }
        for word in ["true", "-inf", "1", "-1", ".5", "+.5", "10.0.0.1", "64GiB"] {
            assert!(!is_identifier(word), "{word}");
        }
    }
}
