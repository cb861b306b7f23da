//! Scalars that no reader takes for something else: YAML 1.1 words, sexagesimal numbers, dates,
//! `<<`, tabs.

use super::node::Kind;

/// How a text is written.
pub(super) enum Style {
    Plain,
    /// `|`, or `|-` when the text has no final newline.
    Literal {
        strip: bool,
    },
    Quoted,
}

/// Words that some reader takes for a boolean or null (YAML 1.1 and 1.2, Go's and Python's).
const WORDS: [&str; 12] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf",
];

pub(super) fn style(text: &str) -> Style {
    if is_plain(text) {
        Style::Plain
    } else if is_literal(text) {
        Style::Literal {
            strip: !text.ends_with('\n'),
        }
    } else {
        Style::Quoted
    }
}

/// Starts with a letter or `/`, goes on with characters that have no meaning in YAML, is no word of
/// [`WORDS`].
fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '/');
    let rest = chars.all(|c| c.is_ascii_alphanumeric() || "._/@+=:-".contains(c));
    first
        && rest
        && !text.ends_with(':')
        && text.len() <= 1024
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Several lines of plain characters; the first starts with something visible, no line ends in a
/// blank, and there is at most one newline at the end.
fn is_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let visible = |c: char| c.is_ascii_graphic() || (!c.is_ascii() && c.is_alphanumeric());
    body.contains('\n')
        && body.starts_with(visible)
        && !body.ends_with('\n')
        && body
            .split('\n')
            .all(|line| !line.ends_with(' ') && line.chars().all(|c| c == ' ' || visible(c)))
}

/// Double-quoted, with everything escaped that is not printable ASCII or a letter.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            _ if !c.is_ascii() && c.is_alphanumeric() => out.push(c),
            _ if (c as u32) < 0x100 => out.push_str(&format!("\\x{:02X}", c as u32)),
            _ if (c as u32) < 0x1_0000 => out.push_str(&format!("\\u{:04X}", c as u32)),
            _ => out.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    out.push('"');
}

/// What a text without quotes is in YAML 1.2's core schema (yaml.org/spec/1.2.2 10.3.2).
pub(super) fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::Bool(true),
        "false" | "False" | "FALSE" => return Kind::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Kind::Float(f64::INFINITY);
        }
        "-.inf" | "-.Inf" | "-.INF" => return Kind::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Kind::Float(f64::NAN),
        _ => {}
    }
    let radix =
        |start: &str, radix: u32| i64::from_str_radix(text.strip_prefix(start)?, radix).ok();
    if let Some(number) = text
        .parse()
        .ok()
        .or_else(|| radix("0x", 16))
        .or_else(|| radix("0o", 8))
    {
        return Kind::Int(number);
    }
    let numeric = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
        && text.bytes().any(|byte| byte.is_ascii_digit());
    match text.parse().ok().filter(|_| numeric) {
        Some(number) => Kind::Float(number),
        None => Kind::Text {
            text: text.to_string(),
            plain: true,
        },
    }
}

/// A text without quotes that readers of YAML 1.1, kubectl and Helm among them, take for a truth
/// value.
pub fn is_word_of_yaml_1_1(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off"
    )
}
