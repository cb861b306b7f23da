//! `manifests/missing-key`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::upstream::{Reader, What, judge, kubernetes};

pub static RULE: Rule = Rule {
    id: "manifests/missing-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object lacks a key that its kind needs",
    why: "The API server refuses the object, long after the pull request was merged, and Argo CD tries for ever.",
    wrong: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: a
        rules:
          - apiGroups: [""]
            resources: [pods]
        """
}
"#,
    right: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: a
        rules:
          - apiGroups: [""]
            resources: [pods]
            verbs: [get]
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in hatch::objects(cx) {
        let Some(shape) = kubernetes::kind(object.api_version(), object.kind()) else { continue };
        for complaint in judge(&object.node, shape, Reader::Object).iter().filter(|complaint| matches!(complaint.what, What::Missing { .. })) {
            let problem = hatch::say(&RULE, object.span(&complaint.at), complaint, &format!("`{}`", object.kind()));
            report.push(hatch::soften(problem, Some(cx.model.versions.decl.kubernetes.minor()), "kubernetes"));
        }
    }
}
