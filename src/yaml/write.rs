//! Values -> text. The style is ours and part of the product: `out/` is committed, so it never
//! changes by itself.

use super::scalar::{Style, quote, style};
use super::value::{Key as ValueKey, Value};

/// One document, without `---`, with a final newline.
pub fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Map(pairs) if !pairs.is_empty() => map(pairs, 0, &mut out),
        Value::List(items) if !items.is_empty() => list(items, 0, &mut out),
        scalar => {
            // A line at the left edge may be the start of another document.
            inline(scalar, 2, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Several documents with `---` between them.
pub fn stream(values: &[Value]) -> String {
    values
        .iter()
        .map(document)
        .collect::<Vec<_>>()
        .join("---\n")
}

fn map(pairs: &[(ValueKey, Value)], indent: usize, out: &mut String) {
    for (at, (key, value)) in pairs.iter().enumerate() {
        if at > 0 {
            pad(indent, out);
        }
        scalar_key(key, indent, out);
        out.push(':');
        nested(value, indent, out);
    }
}

/// A key that is longer is written with a `?` before it: readers look for its `:` in the next 1,024
/// characters only (YAML 1.2 section 7.4.2; libyaml and what descends from it refuse more).
const LONGEST_KEY: usize = 1_000;

/// What follows `key:`, its line end included.
fn nested(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Map(pairs) if !pairs.is_empty() => {
            out.push('\n');
            pad(indent + 2, out);
            map(pairs, indent + 2, out);
        }
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            pad(indent + 2, out);
            list(items, indent + 2, out);
        }
        scalar => {
            out.push(' ');
            inline(scalar, indent + 2, out);
            out.push('\n');
        }
    }
}

fn list(items: &[Value], indent: usize, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            pad(indent, out);
        }
        out.push_str("- ");
        match item {
            Value::Map(pairs) if !pairs.is_empty() => map(pairs, indent + 2, out),
            Value::List(inner) if !inner.is_empty() => list(inner, indent + 2, out),
            scalar => {
                inline(scalar, indent + 2, out);
                out.push('\n');
            }
        }
    }
}

/// A scalar or an empty collection; a literal block is indented by `indent`.
fn inline(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            out.push_str(&format!("{number:.1}"))
        }
        Value::Float(number) if number.is_nan() => out.push_str(".nan"),
        Value::Float(number) if number.is_infinite() => {
            out.push_str(if *number > 0.0 { ".inf" } else { "-.inf" })
        }
        // Without a point it would be read as a whole number.
        Value::Float(number) => out.push_str(&format!("{number:?}")),
        Value::Text(text) => self::text(text, indent, out),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
}

fn text(text: &str, indent: usize, out: &mut String) {
    match style(text) {
        Style::Plain => out.push_str(text),
        Style::Quoted => quote(text, out),
        Style::Literal { strip } => {
            out.push_str(if strip { "|-" } else { "|" });
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                out.push('\n');
                if !line.is_empty() {
                    pad(indent, out);
                    out.push_str(line);
                }
            }
        }
    }
}

fn scalar_key(key: &str, indent: usize, out: &mut String) {
    let start = out.len();
    match style(key) {
        Style::Plain => out.push_str(key),
        _ => quote(key, out),
    }
    if out.len() - start > LONGEST_KEY {
        out.insert_str(start, "? ");
        out.push('\n');
        pad(indent, out);
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{list, map};

    #[test]
    fn writes_nested_values() {
        let value = map! {
            "a" => map! {
                "b" => list![1, map! { "c" => "on", "d" => list![] }],
                "none" => None::<&str>,
            },
            "text" => "line 1\nline 2\n",
            "12:30" => "12:30",
            "e" => map! {},
        };
        let expected = "a:\n  b:\n    - 1\n    - c: \"on\"\n      d: []\ntext: |\n  line 1\n  line \
                        2\n\"12:30\": \"12:30\"\ne: {}\n";
        assert_eq!(document(&value), expected);
    }

    #[test]
    fn long_keys_are_read_back() {
        for length in [
            LONGEST_KEY - 2,
            LONGEST_KEY,
            LONGEST_KEY + 1,
            1_022,
            1_023,
            1_024,
            1_025,
            5_000,
        ] {
            for sign in ["a", "\"", "é", "\u{1}", " "] {
                let key = format!("k{}k", sign.repeat(length - 2));
                let inner = Value::Map(vec![
                    (key.clone().into(), Value::Text("x".to_string())),
                    ("b".into(), list![1]),
                ]);
                let value = map! { "a" => inner, "c" => 1 };
                let text = document(&value);
                assert_eq!(
                    crate::yaml::documents(&text).as_deref(),
                    Ok(&[value.clone()][..]),
                    "{length} {sign:?}"
                );
                let other: serde_yaml::Value = serde_yaml::from_str(&text)
                    .unwrap_or_else(|error| panic!("{length} {sign:?}: {error}"));
                assert_eq!(
                    other["a"][key.as_str()],
                    serde_yaml::Value::from("x"),
                    "{length} {sign:?}"
                );
            }
        }
    }
}
