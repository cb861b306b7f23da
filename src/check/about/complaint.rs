//! The words for what upstream refuses, the same in all escape hatches.
//!
//! Must not know: where the text came from.

use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, did_you_mean, list};
use crate::source::Span;
use crate::upstream::{Complaint, Reader, What, amount};

/// How a quantity is written: `20GB` is `20G`.
fn quantity(path: &str, found: &str) -> String {
    let digits = found
        .split('`')
        .nth(1)
        .and_then(|text| text.strip_suffix(['B', 'b']))
        .map(|text| text.trim_end_matches(['i', 'I']));
    match digits.filter(|text| amount(text).is_some()) {
        Some(text) => format!("leave out the `B`: `{text}` (1000-based) or `{text}i` (1024-based)"),
        None if path.ends_with("cpu") => {
            "write a number of CPUs, such as `2`, or `500m` for half of one".to_string()
        }
        None => "write for example `20Gi` (1024-based) or `20G` (1000-based)".to_string(),
    }
}

/// The words for a complaint; `whose` is what the keys belong to, such as `Talos 1.13`.
pub fn say(
    rule: &Rule,
    span: Span,
    complaint: &Complaint,
    whose: &str,
    reader: Reader,
) -> Diagnostic {
    let path = match complaint.path.as_str() {
        "" => whose.to_string(),
        path => format!("`{path}`"),
    };
    match &complaint.what {
        What::UnknownKey {
            key,
            legal,
            belongs,
            is_one_of_many,
        } => {
            let problem = rule
                .at(span, format!("{path} has no key `{key}`"))
                .label(format!("not known to {whose}"));
            if *is_one_of_many {
                problem.help(format!("known here: {}", list(legal.iter().copied())))
            } else {
                where_it_belongs(problem, span, key, legal, belongs.as_deref())
            }
        }
        What::WrongType { expected, found } => {
            // Values are KDL.
            let expected = if reader == Reader::Values {
                expected.replace("`true` or `false`", "`#true` or `#false`")
            } else {
                expected.to_string()
            };
            rule.at(span, format!("{path} is {found}"))
                .label("not what belongs here")
                .help(format!("write {expected}"))
        }
        What::NotAWord { found, legal } => {
            let problem = rule
                .at(span, format!("{path} cannot be {found}"))
                .label(format!("not a word that {whose} knows here"));
            let words: Vec<&str> = legal
                .iter()
                .copied()
                .filter(|word| !word.is_empty())
                .collect();
            problem.help(format!("write {}", list(words)))
        }
        What::OutOfRange { least, most } => {
            let range = range(*least, *most);
            rule.at(span, format!("{path} is out of range"))
                .label(format!("{whose} refuses this number"))
                .help(format!("write {range}"))
        }
        What::NotAQuantity { found } => rule
            .at(span, format!("{path} is {found}, which is not a quantity"))
            .label("Kubernetes cannot read this")
            .help(quantity(&complaint.path, found)),
        What::Missing { keys } => missing(rule, span, &path, keys),
        What::TruthValue { found } => rule
            .at(
                span,
                format!(
                    "{path} reads as {}",
                    if matches!(found.to_ascii_lowercase().as_str(), "y" | "yes" | "on") {
                        "true"
                    } else {
                        "false"
                    }
                ),
            )
            .label("kubectl and Argo CD read this word as a truth value")
            .help(format!("put it in quotes: `\"{found}\"`"))
            .fix(span, format!("\"{found}\"")),
    }
}

fn range(least: Option<i64>, most: Option<i64>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "another number".to_string(),
    }
}

fn missing(rule: &Rule, span: Span, path: &str, keys: &[&str]) -> Diagnostic {
    rule.at(
        span,
        format!("{path} has no {}", list(keys.iter().copied())),
    )
    .label(format!(
        "the API server refuses this without {}",
        if keys.len() == 1 { "it" } else { "them" }
    ))
    .help(
        match keys
            .iter()
            .find_map(|key| EXAMPLES.iter().find(|(name, _)| name == key))
        {
            Some((_, example)) => format!("add {example}"),
            None => format!("add `{}:`", keys.join(":` and `")),
        },
    )
}

/// What to do with a key that is not known where it stands.
fn where_it_belongs(
    problem: Diagnostic,
    span: Span,
    key: &str,
    legal: &[&str],
    place: Option<&str>,
) -> Diagnostic {
    match (did_you_mean(key, legal.iter().copied()), place, legal) {
        (Some(near), ..) => problem
            .help(format!("did you mean `{near}`?"))
            .guess(span, near),
        (None, Some(""), _) => problem.help(format!(
            "move it to the top: `{key}` belongs beside the outermost keys"
        )),
        (None, Some(place), _) => problem.help(format!("move it: `{key}` belongs in `{place}`")),
        (None, None, []) => problem.help("remove it: no key belongs here"),
        (None, None, legal) => problem.help(format!("known here: {}", list(legal.iter().copied()))),
    }
}

/// Keys that are most often forgotten, as they are written.
const EXAMPLES: [(&str, &str); 4] = [
    (
        "verbs",
        "what it allows: `verbs: [get, list, watch]` is enough to read",
    ),
    (
        "roleRef",
        "the role that is given: `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: \
         ...}`",
    ),
    (
        "selector",
        "which pods are meant, by their labels: `selector: {matchLabels: {app: ...}}`",
    ),
    (
        "containers",
        "what runs: `containers: [{name: ..., image: ...}]`",
    ),
];
