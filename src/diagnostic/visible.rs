//! Text of strangers on terminals and in logs: a control character could move the cursor, hide a
//! line, or start one that the log's reader takes for a command (`::add-mask::` of GitHub).
//!
//! Must not know: findings.

use std::borrow::Cow;

/// The text with control characters and marks of direction as escapes: `\n`, `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_controls_is_shown() {
        assert_eq!(
            visible("a\n::b\u{1b}[2J\u{202e}é"),
            "a\\n::b\\u{1b}[2J\\u{202e}é"
        );
        assert!(matches!(
            visible("plain é 🦀"),
            std::borrow::Cow::Borrowed(_)
        ));
    }
}
