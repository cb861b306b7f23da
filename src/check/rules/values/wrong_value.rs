//! `values/wrong-value`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "values/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "values have a value of a type or a word that the chart cannot use",
    why: "Templates do not check types. The text `\"false\"` is true for a template, and a list where a map belongs stops Argo CD \
          with a message about Go types.",
    wrong: r#"
values "cilium" { hubble { relay { enabled "false"; }; }; }
"#,
    right: r#"
values "cilium" { hubble { relay { enabled #false; }; }; }
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    hatch::tell(&RULE, &cx.hatches.values, What::is_wrong_value, report);
}
