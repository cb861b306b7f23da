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
    /// Theirs joins ours, at the end of a list.
    pub adds: bool,
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
                adds: matches!((ours, theirs), (Value::List(_), Value::List(_)))
                    && merge == Merge::Talos,
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
        (_, Value::Null) if merge == Merge::Talos => {}
        (Value::List(_), Value::List(theirs)) if merge == Merge::Talos && theirs.is_empty() => {}
        _ if ours == theirs && !(merge == Merge::Talos && matches!(ours, Value::List(_))) => {}
        _ => found(path, ours, theirs),
    }
}

/// At most this many characters of a value.
const MAX_SHOWN: usize = 40;

fn shown(value: &Value) -> String {
    let text = match value {
        Value::Map(pairs) => format!("a map of {} keys", pairs.len()),
        Value::List(items) => {
            let all: Vec<String> = items.iter().map(shown).collect();
            all.join(", ")
        }
        scalar => crate::yaml::document(scalar).trim_end().replace('\n', " "),
    };
    match text.chars().count() > MAX_SHOWN {
        true => text.chars().take(MAX_SHOWN).collect::<String>() + "...",
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{list, map};

    #[test]
    fn each_setting_is_named_by_its_whole_path() {
        let ours = map! {
            "a" => map! { "b" => 1, "c" => 2 },
            "d" => list!["one"],
            "e" => 5,
        };
        let theirs = map! {
            "a" => map! { "b" => 7, "c" => 8 },
            "d" => list!["two"],
            "e" => 5,
        };
        let paths = |merge| {
            let all = find("values", &ours, &theirs, merge);
            all.into_iter().map(|found| found.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(Merge::Helm), ["a.b", "a.c", "d"]);
        // Talos appends to lists.
        assert_eq!(paths(Merge::Talos), ["a.b", "a.c", "d"]);
        let all = find("patch", &ours, &theirs, Merge::Talos);
        let adds: Vec<bool> = all.iter().map(|found| found.adds).collect();
        assert_eq!(adds, [false, false, true]);
        assert_eq!((&*all[2].ours, &*all[2].theirs), ("one", "two"));
    }
}
