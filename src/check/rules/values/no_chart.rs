//! `values/no-chart`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "values/no-chart",
    level: Level::Error,
    since: "0.1.0",
    summary: "values for a chart that is not installed",
    why: "These values would end up nowhere, and nobody would notice that the setting has no \
          effect.",
    fr: French {
        summary: "des valeurs pour un chart qui n'est pas installé",
        why: "Elles ne seraient écrites nulle part, et personne ne remarquerait que le réglage \
              n'existe pas.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "flannel"
}
values "cilium" { hubble { relay { enabled #true; }; }; }
"#],
    right: &[r#"
values "cilium" { hubble { relay { enabled #true; }; }; }
"#],
    check: Check::Sum(Sum {
        over: &[sums::CLUSTER, sums::STORAGE, sums::CLUBS, sums::IMAGES],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    for values in &model.values {
        let Some(part) = cx.parts.of_chart(values.chart.value) else {
            continue;
        };
        let needs = part.needs;
        if !cx.parts.has(part) {
            let problem = RULE
                .at(
                    values.chart.span,
                    format!("chart `{}` is not installed", values.chart.value),
                )
                .label(format!("needs {needs}"));
            report.push(match &model.cluster.decl.cni {
                Some(cni) if part.is_network_plugin => problem
                    .also(
                        cni.name.span,
                        format!("this cluster uses {}", cni.name.value),
                    )
                    .help(format!(
                        "remove these values, or write {needs} in the block of `cluster` instead: \
                         on a running cluster, the change interrupts all traffic"
                    )),
                _ => problem.help(format!(
                    "remove these values, or add {needs} to the description"
                )),
            });
        }
    }
}
