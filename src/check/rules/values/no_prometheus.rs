//! `values/no-prometheus`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Kind;

pub static RULE: Rule = Rule {
    id: "values/no-prometheus",
    level: Level::Warning,
    since: "0.1.0",
    summary: "values switch monitoring on, and nothing here installs Prometheus",
    why: "A ServiceMonitor is an object of the Prometheus operator. Where its CRDs are not \
          installed, some charts silently leave it out; with others, Argo CD cannot apply anything \
          at all.",
    fr: French {
        summary: "des valeurs activent la surveillance, et rien ici n'installe Prometheus",
        why: "Un ServiceMonitor est un objet de l'opérateur Prometheus. Là où ses CRD ne sont pas \
              installées, certains charts l'omettent sans un mot, et pour d'autres Argo CD ne peut \
              rien appliquer du tout : toute l'Application s'arrête.",
    },
    wrong: &[r#"
values "rook-ceph" { monitoring { enabled #true; }; }
"#],
    right: &[r#"
values "rook-ceph" { monitoring { enabled #true; }; }
manifests "prometheus" namespace="argocd" wave=-100 {
    yaml """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: prometheus-crds
        spec:
          project: default
          destination:
            server: https://kubernetes.default.svc
            namespace: monitoring
          source:
            repoURL: https://prometheus-community.github.io/helm-charts
            chart: prometheus-operator-crds
            targetRevision: 24.0.1
        """
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if is_installed(cx) {
        return;
    }
    for values in &cx.hatches.values {
        values.node.each_scalar(&mut |path, node| {
            let asks = matches!(
                path,
                [
                    ..,
                    "monitoring" | "serviceMonitor" | "podMonitor" | "prometheusRule",
                    "enabled"
                ]
            );
            if asks && node.kind == Kind::Bool(true) {
                report.push(
                    RULE.at(
                        values.span(&node.at),
                        format!(
                            "`{}` creates objects for the Prometheus operator",
                            path.join(".")
                        ),
                    )
                    .label("nothing here installs its CRDs")
                    .help(format!(
                        "remove this line if you have no Prometheus; if something installs its \
                         operator, {}",
                        RULE.accept()
                    )),
                );
            }
        });
    }
}

/// By its CRDs, or by an Application of a chart that has them.
fn is_installed(cx: &Context<'_>) -> bool {
    cx.hatches.objects.iter().any(|object| {
        let chart = |source: &crate::yaml::Node| {
            source
                .get("chart")
                .is_some_and(|chart| chart.text().contains("prometheus"))
        };
        let source = object.at(&["spec", "source"]).is_some_and(chart);
        let sources = object
            .at(&["spec", "sources"])
            .is_some_and(|sources| sources.items().iter().any(chart));
        match object.kind() {
            "CustomResourceDefinition" => object.name() == "servicemonitors.monitoring.coreos.com",
            "Application" => source || sources,
            _ => false,
        }
    })
}
