//! `manifests/unknown-kind`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::upstream::kubernetes;

pub static RULE: Rule = Rule {
    id: "manifests/unknown-kind",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object of a kind that Radier does not know",
    why: "Its keys are not checked, and if nothing on the platform brings this kind, Argo CD can never apply the object.",
    fr: French {
        summary: "un objet d'un genre que Radier ne connaît pas",
        why: "Ses clés ne sont pas vérifiées, et si rien sur la plateforme n'apporte ce genre, Argo CD ne pourra jamais \
              appliquer l'objet.",
    },
    wrong: r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
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
    for object in &cx.hatches.objects {
        let (api, kind) = (object.api_version(), object.kind());
        // `manifests/no-such-kind` tells of these.
        if api.is_empty() || kind.is_empty() || kubernetes::is_own_group(api) || kubernetes::kind(api, kind).is_some() {
            continue;
        }
        let full = format!("{api}/{kind}");
        let same_kind = kubernetes::kinds().find(|name| name.rsplit('/').next() == Some(kind));
        let problem = RULE.at(object.head(), format!("`{full}` is not a kind that Radier knows")).label("its keys were not checked");
        report.push(match same_kind.or_else(|| did_you_mean(&full, kubernetes::kinds())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("make sure that something installs `{kind}`, then `allow \"manifests/unknown-kind\" reason=...`")),
        });
    }
}
