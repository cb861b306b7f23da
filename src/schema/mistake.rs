//! How the mistakes of a description are worded: what is wrong, and what to write. Knows
//! declarations, no domain.

use super::codes::{GIVEN_TWICE, MISSING, UNKNOWN_WORD, WRONG_VALUE};
use super::scalar::{Mismatch, Scalar, shown};
use super::spec::{FieldKind, NodeSpec};
use crate::diagnostic::{Diagnostic, did_you_mean, list, look_alike};
use crate::schema::spec::TypeSpec;
use crate::source::Span;
use crate::syntax::{Entry, Node, Value, ValueKind};

/// What to write: an example, or the words of a choice. Never one word of a choice: it might be the
/// wrong one.
pub(super) fn say_example<T: Scalar>(start: &str) -> String {
    match T::TYPE.words {
        [] => format!("add it, with your own value: `{start}{}`", T::TYPE.example),
        words => format!(
            "write `{start}...` with {}",
            list(words.iter().map(|word| word.word))
        ),
    }
}

pub(super) fn twice(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::error(GIVEN_TWICE, again, format!("`{name}` is given twice"))
        .label("again here")
        .also(first, "first given here")
        .help("remove the wrong one")
}

/// One value twice in a list.
pub(super) fn said_again(name: &str, value: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::error(GIVEN_TWICE, again, format!("`{name}` has {value} twice"))
        .label("again here")
        .also(first, "first here")
        .help("remove one of the two")
}

pub(super) fn missing(node: &Node<'_>, name: &str) -> Diagnostic {
    if node.name.value.is_empty() {
        return Diagnostic::error(
            MISSING,
            Span::default(),
            format!("the description has no `{name}`"),
        )
        .label("nothing in these files says it");
    }
    let first = node
        .args()
        .next()
        .and_then(|entry| match &entry.value.value {
            ValueKind::String(text) => Some(format!(" \"{text}\"")),
            _ => None,
        });
    let whose = format!("`{}{}`", node.name.value, first.unwrap_or_default());
    Diagnostic::error(MISSING, node.head(), format!("{whose} has no `{name}`"))
        .label(format!("`{name}` is missing"))
}

pub(super) fn unknown(
    node: &str,
    spec: &NodeSpec,
    root: &'static NodeSpec,
    what: &str,
    word: &str,
    span: Span,
    whole: Span,
) -> Diagnostic {
    let owner = if node.is_empty() {
        "a description".to_string()
    } else {
        format!("`{node}`")
    };
    let what = if node.is_empty() { "node" } else { what };
    let props = spec.names(FieldKind::is_prop);
    let children = spec.names(FieldKind::is_child);
    let is_prop = what == "property";
    let (same, other) = if is_prop {
        (&props, &children)
    } else {
        (&children, &props)
    };
    let other_form = |name: &str| match is_prop {
        true => format!("`{name}` is a child: write it in the block, `{name} ...`"),
        false => format!("`{name}` is a property: write `{name}=...` on the line of the node"),
    };
    let problem = Diagnostic::error(
        UNKNOWN_WORD,
        if what == "property" { span } else { whole },
        format!("{owner} has no {what} `{word}`"),
    )
    .label(format!("not known here{}", look_alike(word)));
    if word.chars().all(|c| !c.is_alphanumeric()) {
        return problem.help("if it is a comment, write `//` in its place; else remove it");
    }
    if let Some(near) = did_you_mean(word, same.iter().copied()) {
        return problem
            .help(format!("did you mean `{near}`?"))
            .guess(span, near);
    }
    if let Some(near) = did_you_mean(word, other.iter().copied()) {
        return problem.help(other_form(near));
    }
    match owners(root, word).as_slice() {
        [] => {}
        [owner] | [owner, _] if owner.is_empty() => {
            return problem.help(format!(
                "`{word}` belongs at the top level, outside of {owner_block}",
                owner_block = code(node)
            ));
        }
        few @ ([_] | [_, _]) => {
            return problem.help(format!(
                "`{word}` belongs in {}",
                list(few.iter().map(String::as_str))
            ));
        }
        _ => {}
    }
    let text = spec.fields.iter().find(
        |field| matches!(field.kind, FieldKind::Arg { ty, .. } if ty.example.starts_with("\"\"\"")),
    );
    if let Some(text) = text.filter(|_| same.is_empty() && !is_prop) {
        return problem.help(format!(
            "{} takes {}: {}",
            code(node),
            FieldKind::ty(&text.kind).map_or("a text", |ty| ty.name),
            "open it with `\"\"\"`, and close it with `\"\"\"` on a line of its own"
        ));
    }
    if same.is_empty() {
        return problem.help(format!("{owner} has no {what} at all; remove it"));
    }
    problem.help(format!("legal here: {}", list(same.iter().copied())))
}

/// Paths of the blocks that have a word, as `radier explain` takes them; the top level is empty.
pub(super) fn owners(root: &'static NodeSpec, word: &str) -> Vec<String> {
    fn walk(node: &'static NodeSpec, path: &str, word: &str, out: &mut Vec<String>) {
        for field in node.all_fields() {
            if field.name == word && (field.kind.is_child() || field.kind.is_prop()) {
                out.push(path.to_string());
            }
            if let Some(inner) = field.kind.node() {
                let below = if path.is_empty() {
                    field.name.to_string()
                } else {
                    format!("{path}.{}", field.name)
                };
                walk(inner, &below, word, out);
            }
        }
    }
    let mut out = Vec::new();
    walk(root, "", word, &mut out);
    out
}

/// `media ssd` where `media=ssd` is meant.
pub(super) fn no_equals(prop: &str, word: &Entry<'_>, value: &Entry<'_>) -> Diagnostic {
    let written = shown(&value.value.value);
    Diagnostic::error(
        UNKNOWN_WORD,
        word.span.to(value.span),
        format!("`{prop}` and its value are joined by `=`"),
    )
    .label("read as two arguments")
    .help(format!("write `{prop}={}`", written.trim_matches('"')))
    .fix(
        Span {
            start: word.span.end,
            end: value.span.start,
            ..word.span
        },
        "=",
    )
}

/// An argument more than a node takes.
pub(super) fn extra_argument(node: &str, spec: &NodeSpec, entry: &Entry<'_>) -> Diagnostic {
    let found = shown(&entry.value.value);
    let problem = Diagnostic::error(
        UNKNOWN_WORD,
        entry.span,
        format!("`{node}` does not take {found}"),
    )
    .label(match spec.arguments() {
        0 => "no argument belongs here".to_string(),
        1 => "only one argument belongs here".to_string(),
        n => format!("only {n} arguments belong here"),
    });
    let props = spec.names(FieldKind::is_prop);
    let word = if let ValueKind::String(text) = &entry.value.value {
        text
    } else {
        ""
    };
    if spec.is_data() && word.contains('\n') {
        return problem.help(format!(
            "write it as KDL in a block: `{node} ... {{ key value; map {{ key #true }} }}`"
        ));
    }
    // `role:worker`.
    if let Some((prop, value)) = word
        .split_once(':')
        .filter(|(prop, value)| props.contains(prop) && !value.is_empty())
    {
        return problem
            .help(format!("write `{prop}={value}`"))
            .guess(entry.span, format!("{prop}={value}"));
    }
    match did_you_mean(word, props.iter().copied()).filter(|_| !word.is_empty()) {
        Some(prop) => problem.help(format!("write `{prop}=...`")),
        None if props.is_empty() => problem.help("remove it"),
        None => problem.help(format!(
            "remove it, or name the property it belongs to: {}",
            list(props)
        )),
    }
}

/// A second value where one belongs; `starts_child`: it is the name of a child.
pub(super) fn second_value(
    name: &str,
    first: &Entry<'_>,
    second: &Entry<'_>,
    starts_child: bool,
) -> Diagnostic {
    let word = if let ValueKind::String(text) = &second.value.value {
        text
    } else {
        ""
    };
    Diagnostic::error(
        UNKNOWN_WORD,
        second.span,
        format!("`{name}` takes one value"),
    )
    .label("one too many")
    .help(match starts_child {
        true => format!("`{word}` starts a new child: write `;` before it, or a new line"),
        false => format!("write `{name} {}`", shown(&first.value.value)),
    })
}

/// `description Capra, rescue robots`: words without the quotes around them.
pub(super) fn sentence(name: &str, span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(UNKNOWN_WORD, span, format!("`{name}` takes one text"))
        .label("read as several words")
        .help(format!("put it in quotes: `{name} \"{text}\"`"))
        .guess(span, format!("\"{text}\""))
}

/// A child without its value.
pub(super) fn no_value<T: Scalar>(name: &str, child: &Node<'_>) -> Diagnostic {
    Diagnostic::error(MISSING, child.head(), format!("`{name}` has no value"))
        .label(format!("{} must follow", T::TYPE.name))
        .help(format!("write `{name} {}`", T::TYPE.example))
}

/// A property or a block of a child that is followed by its value only.
pub(super) fn only_a_value(name: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::error(UNKNOWN_WORD, span, format!("`{name}` has no {what}"))
        .label("not known here")
        .help(format!("`{name}` is followed by its value only"))
}

/// May stand without quotes.
fn is_bare(word: &str) -> bool {
    !word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))
        && word.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// A documentation comment inside of a sentence.
fn one_line(doc: &str) -> String {
    let words: Vec<&str> = doc.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_string()
}

pub(super) fn code(word: &str) -> String {
    format!("`{word}`")
}

/// `'text'`, which KDL reads as a text with these quotes in it.
pub(super) fn in_single_quotes<'v>(value: &'v ValueKind<'_>) -> Option<&'v str> {
    let ValueKind::String(text) = value else {
        return None;
    };
    text.strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
}

pub(super) fn wrong_value<T: Scalar>(
    what: &str,
    value: &Value<'_>,
    mismatch: Mismatch,
) -> Diagnostic {
    let found = shown(&value.value);
    let ty = &T::TYPE;
    let mut problem = Diagnostic::error(
        mismatch.rule.unwrap_or(WRONG_VALUE),
        value.span,
        match ty.words {
            [] if mismatch.rule.is_some() => format!("{what} cannot be {found}"),
            [] => format!("{what} must be {}, not {found}", ty.name),
            words => format!(
                "{what} must be {}, not {found}",
                list(words.iter().map(|w| w.word))
            ),
        },
    );
    // A name that a rule of its own refuses is refused wherever it is used.
    problem.cause = mismatch.rule.map(|_| found.to_string());
    if let Some(inner) = in_single_quotes(&value.value) {
        let problem = problem.label("single quotes are a part of the text");
        return problem
            .help(format!("a text is written in double quotes: `\"{inner}\"`"))
            .fix(value.span, format!("\"{inner}\""));
    }
    // `tpm=2.0`: KDL reads a number, and the word is a text.
    let number = match &value.value {
        ValueKind::Float(number) => format!("{number:?}"),
        ValueKind::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    if ty.words.iter().any(|word| word.word == number) {
        return problem
            .label("a number")
            .help(format!("put it in quotes: `\"{number}\"`"))
            .fix(value.span, format!("\"{number}\""));
    }
    let strange = if let ValueKind::String(text) = &value.value {
        look_alike(text)
    } else {
        String::new()
    };
    problem = problem.label(
        mismatch
            .reason
            .unwrap_or_else(|| format!("not {}", ty.name))
            + &strange,
    );
    match mismatch.instead {
        Some((text, true)) => problem = problem.fix(value.span, text),
        Some((text, false)) => problem = problem.guess(value.span, text),
        None => {}
    }
    if let Some(help) = mismatch.help {
        return problem.help(help);
    }
    if let ValueKind::String(text) = &value.value
        && let Some(near) = did_you_mean(text, ty.words.iter().map(|w| w.word))
    {
        let is_quoted = value.span.len() == text.len() + 2 || !is_bare(near);
        return problem.help(format!("did you mean `{near}`?")).guess(
            value.span,
            if is_quoted {
                format!("\"{near}\"")
            } else {
                near.to_string()
            },
        );
    }
    expected(problem, ty, value)
}

/// With what may be written.
fn expected(problem: Diagnostic, ty: &TypeSpec, value: &Value<'_>) -> Diagnostic {
    match ty.words {
        [] => match (&value.value, ty.example.starts_with('"')) {
            (ValueKind::String(_), false) => problem.help(format!(
                "write {} without quotes, such as `{}`",
                ty.name, ty.example
            )),
            _ => problem.help(format!("write for example `{}`", ty.example)),
        },
        words => problem.help(
            words
                .iter()
                .map(|w| format!("`{}`: {}", w.word, one_line(w.doc)))
                .collect::<Vec<_>>()
                .join("; "),
        ),
    }
}
