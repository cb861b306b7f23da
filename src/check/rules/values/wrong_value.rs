//! `values/wrong-value`

use crate::check::about::documents;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "values/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "values have a value of a type or a word that the chart cannot use",
    why: "Templates do not check types: in the cluster, the program fails or does the opposite.",
    fr: French {
        summary: "des valeurs ont une valeur d'un type ou un mot que le chart ne peut pas utiliser",
        why: "Les modèles ne vérifient pas les types : dans le cluster, le programme échoue ou \
              fait le contraire.",
    },
    wrong: &[r#"
values "cilium" { hubble { relay { enabled "false"; }; }; }
"#],
    right: &[r#"
values "cilium" { hubble { relay { enabled #false; }; }; }
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    documents::tell(&RULE, &cx.hatches.values, What::is_wrong_value, report);
}
