//! `version/vcluster-skew`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "version/vcluster-skew",
    level: Level::Warning,
    since: "0.1.0",
    summary: "vclusters run another Kubernetes than the machines, more than one minor apart",
    why: "A vcluster copies pods and services to the host cluster. Fields that only one of the two \
          knows are lost on the way, so that an application does not behave as its manifest says. \
          vcluster is tested only up to one minor version apart.",
    fr: French {
        summary: "les vclusters ont un autre Kubernetes que les machines, à plus d'une version \
                  mineure",
        why: "Un vcluster copie des pods et des services vers le Kubernetes de l'hôte. Les champs \
              que l'un des deux ne connaît pas se perdent en route : une application ne se \
              comporte pas comme son manifeste le dit. vcluster est testé à une version mineure \
              d'écart au plus.",
    },
    wrong: &[r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.36.4"
    vcluster "0.36.1" kubernetes="1.33.0"
}
"#],
    right: &[r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.36.4"
    vcluster "0.36.1" kubernetes="1.35.0"
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::VERSIONS],
        each: false,
        // Kubernetes changes first.
        unless: &["version/incompatible"],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let (host, inner) = (
        &cx.model.versions.decl.kubernetes,
        &cx.model.versions.vcluster_kubernetes,
    );
    let (this, other) = (inner.minor(), host.minor());
    if cx.model.vclusters.is_empty() || this.0 != other.0 || this.1.abs_diff(other.1) <= 1 {
        return;
    }
    let mut problem = RULE
        .at(
            inner.span,
            format!("vclusters run Kubernetes {inner}, but the machines run {host}"),
        )
        .label("more than one minor version apart");
    problem = problem.also(host.span, "on the machines");
    report.push(problem.help(match this.1 < other.1 {
        true => format!(
            "write `kubernetes=\"{}.{}.0\"`; if vclusters run already, go up one minor version at \
             a time: `{0}.{}.0` first",
            other.0,
            other.1,
            this.1 + 1
        ),
        false => format!("write `kubernetes=\"{}.{}.0\"`", other.0, other.1),
    }));
}
