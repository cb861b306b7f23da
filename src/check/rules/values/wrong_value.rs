//! `values/wrong-value`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::source::Span;
use crate::upstream::{self, Reader, What, judge};

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
    for values in cx.model.values.iter().filter(|values| !values.chart.span.is_empty()) {
        let chart = values.chart.value.word();
        let Some(shape) = upstream::chart(chart) else { continue };
        let version = hatch::chart_version(cx, chart).map(|version| version.minor());
        let soften = |problem| hatch::soften(problem, version, &format!("chart-{chart}"));
        for complaint in judge(&hatch::node_of(&values.data), shape, Reader::Values) {
            if !matches!(complaint.what, What::UnknownKey { .. }) {
                let span = Span::new(values.chart.span.file, complaint.at.start, complaint.at.end);
                report.push(soften(hatch::say(&RULE, span, &complaint, &format!("chart `{chart}`"))));
            }
        }
    }
}
