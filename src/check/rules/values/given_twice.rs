//! `values/given-twice`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::schema::Data;
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "values/given-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "values say one key twice",
    why: "Only the last would reach the chart. Two people each think that their line counts.",
    fr: French {
        summary: "des valeurs disent une clé deux fois",
        why: "Seule la dernière atteindrait le chart. Deux personnes pensent chacune que leur \
              ligne compte.",
    },
    wrong: &[r#"
values "cilium" { hubble { relay { enabled #true; }; relay { replicas 2; }; }; }
"#],
    right: &[r#"
values "cilium" { hubble { relay { enabled #true; replicas 2; }; }; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    cx.model
        .values
        .iter()
        .for_each(|values| walk(&values.data, report));
}

fn walk(data: &Data, report: &mut Report) {
    match data {
        Data::Map(pairs) => {
            let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
            for (key, inner) in pairs {
                match seen.get(key.value.as_str()) {
                    Some(first) => report.push(
                        RULE.at(key.span, format!("`{}` is given twice", key.value))
                            .label("again here; the first would be lost")
                            .also(*first, "first here")
                            .help(
                                "move all into one block; if a list is meant, its items are called \
                                 `-`",
                            ),
                    ),
                    None => drop(seen.insert(&key.value, key.span)),
                }
                walk(inner, report);
            }
        }
        Data::List(items) => items.iter().for_each(|item| walk(item, report)),
        Data::Scalar(_) => {}
    }
}
