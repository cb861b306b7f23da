//! `manifests/unknown-kind`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::upstream::kubernetes;

pub static RULE: Rule = Rule {
    id: "manifests/unknown-kind",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object of a kind that Radier does not know",
    why: "Its keys are not checked, and if nothing on the platform brings this kind, Argo CD can never apply the object.",
    wrong: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: apps/v2
        kind: Deployment
        metadata:
          name: a
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
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in hatch::objects(cx) {
        let (api, kind) = (object.api_version(), object.kind());
        if kubernetes::kind(api, kind).is_some() {
            continue;
        }
        let full = format!("{api}/{kind}");
        let same_kind = kubernetes::kinds().find(|name| name.rsplit('/').next() == Some(kind) && !kind.is_empty());
        let problem = RULE.at(object.head(), match (api, kind) {
            ("", _) => "this object has no `apiVersion`".to_string(),
            (_, "") => "this object has no `kind`".to_string(),
            _ => format!("`{full}` is not a kind that Radier knows"),
        });
        let problem = problem.label("its keys were not checked");
        report.push(match (same_kind.or_else(|| did_you_mean(&full, kubernetes::kinds())), api.is_empty() || kind.is_empty()) {
            (Some(near), _) => problem.help(format!("did you mean `{near}`?")),
            (None, true) => problem.help("an object starts with `apiVersion:` and `kind:`"),
            (None, false) => problem.help(format!("make sure that something installs `{kind}`, then `allow \"manifests/unknown-kind\" reason=...`")),
        });
    }
}
