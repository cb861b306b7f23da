//! `values/undoes-protection`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Model;
use crate::parts::Protection;
use crate::yaml::{Key, Kind, Node};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "values/undoes-protection",
    level: Level::Error,
    since: "0.1.0",
    summary: "values undo what keeps data, clubs or the network safe",
    why: "Values come last and override what the description says, and this one protects data, or \
          one club from another.",
    fr: French {
        summary: "des valeurs défont ce qui protège les données, les clubs ou le réseau",
        why: "Les valeurs viennent en dernier et l'emportent sur la description, et celle-ci \
              protège des données, ou un club d'un autre.",
    },
    wrong: &[r#"
values "rook-ceph-cluster" { cephClusterSpec { storage { useAllDevices #true; }; }; }
"#],
    right: &[r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 3; }; }; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in &cx.hatches.values {
        let mut told = FxHashSet::default();
        let protections = cx.parts.protections(values.owner).into_iter();
        for (path, protection) in protections.filter(|(_, row)| (row.when)(cx.model)) {
            let (problem, span) = match reach(&values.node, &path) {
                Reach::Set(_, value) if may_be(&protection, cx.model, value) => continue,
                Reach::Set(key, _) => {
                    let span = values.span(&key.at);
                    (
                        RULE.at(span, format!("`{}` is protected", path.join(".")))
                            .label(protection.why)
                            .help(protection.help),
                        span,
                    )
                }
                // A value of another type is an error of `values/wrong-value`, as far as the chart
                // is known.
                Reach::Buried(key, value) if value.kind == Kind::Null || values.is_newer() => {
                    let span = values.span(&key.at);
                    let problem = RULE
                        .at(span, format!("`{}` cannot be taken away", key.text))
                        .label(format!("`{}` below it is protected", path.join(".")));
                    (
                        problem.help(
                            "remove this line, and set what should be different below it, key by \
                             key",
                        ),
                        span,
                    )
                }
                Reach::Buried(..) | Reach::Nothing => continue,
            };
            // Several protections may hang on one key.
            if told.insert(span) {
                report.push(problem);
            }
        }
    }
}

/// The value protects as well.
fn may_be(protection: &Protection, model: &Model, value: &Node) -> bool {
    let ours = (protection.ours)(model);
    protection
        .may_be
        .iter()
        .copied()
        .chain(ours)
        .any(|word| value.says(word))
}

/// How far values get on the way to a protected key.
enum Reach<'n> {
    /// They say it.
    Set(&'n Key, &'n Node),
    /// They say something that is no map of keys above it, and with that all below it is gone.
    Buried(&'n Key, &'n Node),
    Nothing,
}

fn reach<'n>(node: &'n Node, path: &[&str]) -> Reach<'n> {
    let Some((key, value)) = path.first().and_then(|first| node.entry(first)) else {
        return Reach::Nothing;
    };
    match &path[1..] {
        [] => Reach::Set(key, value),
        rest if matches!(value.kind, Kind::Map(_)) => reach(value, rest),
        _ => Reach::Buried(key, value),
    }
}
