//! `values/unknown-key`

use crate::check::about::documents::told;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::language::Chart;
use crate::upstream::{self, What};

pub static RULE: Rule = Rule {
    id: "values/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "values have a key that the chart does not read",
    why: "Helm silently ignores a key that no template reads: the setting that somebody relies on \
          has no effect.",
    fr: French {
        summary: "des valeurs ont une clé que le chart ne lit pas",
        why: "Helm ignore sans un mot une clé qu'aucun modèle ne lit : le réglage que quelqu'un \
              croit là n'y est pas.",
    },
    wrong: &[
        r#"
values "cilium" { hubble { relais { enabled #true; }; }; }
"#,
        r#"
values "cilium" { cephClusterSpec { dashboard { enabled #true; }; }; }
"#,
    ],
    right: &[r#"
values "cilium" { hubble { relay { enabled #true; }; }; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in &cx.hatches.values {
        for complaint in &values.complaints {
            let What::UnknownKey {
                key,
                legal,
                is_one_of_many,
                ..
            } = &complaint.what
            else {
                continue;
            };
            let mut problem = told(&RULE, values, complaint);
            // At the root, a key that resembles none may be one of another chart.
            let resembles = *is_one_of_many
                || !complaint.path.is_empty()
                || did_you_mean(key, legal.iter().copied()).is_some();
            let others = Chart::ALL
                .iter()
                .filter(|chart| **chart != values.owner && !resembles);
            if let Some(other) = others.copied().find(|chart| has_key(chart.word(), key)) {
                problem.help = vec![format!("`{key}` is a key of chart `{other}`")];
            }
            report.push(problem);
        }
    }
}

fn has_key(chart: &str, key: &str) -> bool {
    upstream::chart(chart).is_some_and(|shape| shape.fields().any(|field| field.name == key))
}
