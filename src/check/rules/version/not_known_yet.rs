//! `version/not-known-yet`

use crate::check::{Context, French, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::language::types::Release;
use crate::source::Spanned;
use crate::upstream;

pub static RULE: Rule = Rule {
    id: "version/not-known-yet",
    level: Level::Note,
    since: "0.1.0",
    summary: "a version newer than those whose form Radier knows",
    why: "Patches, values and manifests are checked against the form of the newest version that this Radier knows. What is \
          new since then is taken for a mistake; what was removed is not seen.",
    fr: French {
        summary: "une version plus récente que celles dont Radier connaît la forme",
        why: "Les patchs, valeurs et manifestes sont comparés à la forme de la version la plus récente que ce Radier connaît. \
              Ce qui est nouveau depuis passe pour une erreur ; ce qui a été retiré ne se voit pas.",
    },
    wrong: r#"
versions {
    talos "1.13.9" contract="1.13"
    vcluster "0.39.0"
}
values "vcluster" { telemetry { enabled #false; }; }
"#,
    right: r#"
versions {
    talos "1.13.9" contract="1.13"
    vcluster "0.36.4"
}
values "vcluster" { telemetry { enabled #false; }; }
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let (model, versions) = (cx.model, &cx.model.versions);
    let mut judge = |what: &str, version: &Spanned<Release>, shapes: &str, used: bool| {
        let known = upstream::version(shapes);
        let newer = known.is_some_and(|known| version.minor() > known);
        if let Some((major, minor)) = known.filter(|_| newer && used && !version.span.is_empty()) {
            report.push(
                RULE.at(version.span, format!("{what} {} is newer than what Radier knows", version.value))
                    .label(format!("checked by the form of {major}.{minor}"))
                    .help("a newer Radier may know it; until then, try what it refuses on one machine or in one namespace"),
            );
        }
    };
    judge("Talos", &versions.contract, "talos-1.14", !model.patches.is_empty());
    judge("Kubernetes", &versions.decl.kubernetes, "kubernetes", !model.manifests.is_empty());
    for values in &model.values {
        let chart = values.chart.value;
        if let Some(version) = hatch::chart_version(versions, chart) {
            judge(&format!("chart `{chart}`"), version, &format!("chart-{chart}"), true);
        }
    }
}
