//! `values/unknown-key`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::language::Chart;
use crate::source::Span;
use crate::upstream::{self, Reader, What, judge};

pub static RULE: Rule = Rule {
    id: "values/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "values have a key that the chart does not read",
    why: "Helm ignores a key that no template reads: six of the seven charts take any made-up word without a sound. The setting \
          that somebody believes to be there is not there.",
    wrong: r#"
values "cilium" { hubble { relais { enabled #true; }; }; }
"#,
    right: r#"
values "cilium" { hubble { relay { enabled #true; }; }; }
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for values in cx.model.values.iter().filter(|values| !values.chart.span.is_empty()) {
        let chart = values.chart.value.word();
        let Some(shape) = upstream::chart(chart) else { continue };
        let version = hatch::chart_version(cx, chart).map(|version| version.minor());
        let soften = |problem| hatch::soften(problem, version, &format!("chart-{chart}"));
        let node = hatch::node_of(&values.data);
        for complaint in judge(&node, shape, Reader::Values) {
            let What::UnknownKey { key, legal } = &complaint.what else { continue };
            let span = Span::new(values.chart.span.file, complaint.at.start, complaint.at.end);
            let problem = hatch::say(&RULE, span, &complaint, &format!("chart `{chart}`"));
            let elsewhere = complaint.path.is_empty() && did_you_mean(key, legal.iter().copied()).is_none();
            let other = Chart::ALL.iter().map(|chart| chart.word()).find(|other| *other != chart && has_key(other, key));
            report.push(soften(match other.filter(|_| elsewhere) {
                Some(other) => RULE.at(span, problem.message).label(format!("not known to chart `{chart}`")).help(format!("`{key}` is a key of chart `{other}`")),
                None => problem,
            }));
        }
    }
}

fn has_key(chart: &str, key: &str) -> bool {
    upstream::chart(chart).is_some_and(|shape| shape.fields().any(|field| field.name == key))
}
