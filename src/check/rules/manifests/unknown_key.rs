//! `manifests/unknown-key`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::upstream::{Reader, What, judge, kubernetes};

pub static RULE: Rule = Rule {
    id: "manifests/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has a key that its kind does not have",
    why: "The API server drops a key that it does not know, or Argo CD refuses the object: it once dropped the waves of twelve \
          Applications that stood beside `annotations` instead of in it.",
    wrong: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
          argocd.argoproj.io/sync-wave: "1"
        """
}
"#,
    right: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
          annotations:
            argocd.argoproj.io/sync-wave: "1"
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in hatch::objects(cx) {
        let Some(shape) = kubernetes::kind(object.api_version(), object.kind()) else { continue };
        for complaint in judge(&object.node, shape, Reader::Object).iter().filter(|complaint| matches!(complaint.what, What::UnknownKey { .. })) {
            let problem = hatch::say(&RULE, object.span(&complaint.at), complaint, &format!("`{}`", object.kind()));
            report.push(hatch::soften(problem, Some(cx.model.versions.decl.kubernetes.minor()), "kubernetes"));
        }
    }
}
