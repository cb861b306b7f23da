//! What is wrong with a bare word, in the words of somebody who types KDL.

use super::{BARE_KEYWORD, MISSING_QUOTES};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A mistake in a bare word that stands where a value stands.
pub(super) fn mistake(word: &str, span: Span) -> Option<Diagnostic> {
    match word {
        "true" | "false" | "null" => Some(
            Diagnostic::error(BARE_KEYWORD, span, format!("`{word}` is not a value in KDL 2"))
                .label("this is how KDL 1 wrote it")
                .help(format!("write `#{word}`")),
        ),
        _ if starts_like_number(word) && !is_number(word) => Some(
            Diagnostic::error(MISSING_QUOTES, span, format!("`{word}` needs quotes"))
                .label("starts like a number, and is not one")
                .help(format!("write `\"{word}\"`")),
        ),
        _ => None,
    }
}

fn starts_like_number(word: &str) -> bool {
    let rest = word.strip_prefix(['+', '-']).unwrap_or(word);
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// The numbers of KDL 2: decimal with fraction and exponent, 0x, 0o, 0b; `_` between digits.
fn is_number(word: &str) -> bool {
    let rest = word.strip_prefix(['+', '-']).unwrap_or(word);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = rest.strip_prefix(prefix) {
            return digits_of(digits, radix);
        }
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits_of(whole, 10) && fraction.is_none_or(|f| digits_of(f, 10)) && exponent.is_none_or(|e| digits_of(e, 10))
}

fn digits_of(text: &str, radix: u32) -> bool {
    text.starts_with(|c: char| c.is_digit(radix)) && text.chars().all(|c| c == '_' || c.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_numbers_from_what_needs_quotes() {
        for number in ["1", "-3", "1_000", "0xff", "1.5", "1e9", "2.5E-3"] {
            assert!(mistake(number, Span::default()).is_none(), "{number}");
        }
        for word in ["64GiB", "10.0.0.1", "1.13.9", "10.0.0.0/24", "0x", "1.", "00:11"] {
            assert!(mistake(word, Span::default()).is_some(), "{word}");
        }
    }
}
