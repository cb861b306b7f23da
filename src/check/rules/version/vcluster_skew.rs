//! `version/vcluster-skew`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "version/vcluster-skew",
    level: Level::Warning,
    since: "0.1.0",
    summary: "vclusters run a newer Kubernetes than the machines, or one that is much older",
    why: "A vcluster copies pods and services to the host cluster. Fields that only one of the two \
          knows are lost on the way, so that an application does not behave as its manifest says. \
          Machines are upgraded first, vclusters then, at most one minor version behind.",
    fr: French {
        summary: "les vclusters ont un Kubernetes plus récent que les machines, ou bien plus ancien",
        why: "Un vcluster copie des pods et des services vers le Kubernetes de l'hôte. Les champs \
              que l'un des deux ne connaît pas se perdent en route : une application ne se \
              comporte pas comme son manifeste le dit. On met à niveau les machines d'abord, puis \
              les vclusters, avec une version mineure de retard au plus.",
    },
    wrong: &[
        r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.36.4"
    vcluster "0.36.1" kubernetes="1.33.0"
}
"#,
        r#"
versions {
    talos "1.13.9" contract="1.13"
    kubernetes "1.35.0"
    kubevirt "1.8.0"
    cdi "1.65.0"
    vcluster "0.36.1" kubernetes="1.36.0"
}
"#,
    ],
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
    // One older is how an upgrade goes: the machines first.
    let goes = this.1 == other.1 || this.1 + 1 == other.1;
    if cx.model.vclusters.is_empty() || this.0 != other.0 || goes {
        return;
    }
    let mut problem = RULE
        .at(
            inner.span,
            format!("vclusters run Kubernetes {inner}, but the machines run {host}"),
        )
        .label(match this.1 > other.1 {
            true => "newer than what it runs on",
            false => "more than one minor version older",
        });
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
