//! Where an escape hatch says otherwise than Radier: the summary of a build names it, with both
//! values.

use crate::yaml::Value;
use serde::{Deserialize, Serialize};

/// One setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// What overrides: `values of chart `cilium``.
    pub by: String,
    /// Keys with dots.
    pub path: String,
    /// One line each; `...` when longer.
    pub ours: String,
    pub theirs: String,
}

/// How upstream lays one value over another.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Merge {
    /// Lists are replaced, and null removes.
    Helm,
    /// Lists grow, and null says nothing.
    Talos,
}

/// Settings of `ours` that `theirs` changes.
pub(super) fn find(by: &str, ours: &Value, theirs: &Value, merge: Merge) -> Vec<Override> {
    let mut all = Vec::new();
    walk(
        &mut String::new(),
        ours,
        theirs,
        merge,
        &mut |path, ours, theirs| {
            all.push(Override {
                by: by.to_string(),
                path: path.to_string(),
                ours: shown(ours),
                theirs: shown(theirs),
            });
        },
    );
    all
}

fn walk(
    path: &mut String,
    ours: &Value,
    theirs: &Value,
    merge: Merge,
    found: &mut dyn FnMut(&str, &Value, &Value),
) {
    match (ours, theirs) {
        (Value::Map(_), Value::Map(pairs)) if theirs.get("$patch").is_none() => {
            for (key, theirs) in pairs {
                let Some(ours) = ours.get(key) else { continue };
                let length = path.len();
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
                walk(path, ours, theirs, merge, found);
                path.truncate(length);
            }
        }
        (Value::List(_), Value::List(_)) | (_, Value::Null) if merge == Merge::Talos => {}
        _ if ours == theirs => {}
        _ => found(path, ours, theirs),
    }
}

/// At most this many characters of a value.
const MAX_SHOWN: usize = 40;

fn shown(value: &Value) -> String {
    let text = match value {
        Value::Map(pairs) => format!("a map of {} keys", pairs.len()),
        Value::List(items) => format!("a list of {}", items.len()),
        scalar => crate::yaml::document(scalar).trim_end().replace('\n', " "),
    };
    match text.chars().count() > MAX_SHOWN {
        true => text.chars().take(MAX_SHOWN).collect::<String>() + "...",
        false => text,
    }
}
