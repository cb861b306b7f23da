//! `manifests/unknown-kind`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::upstream::kubernetes;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    id: "manifests/unknown-kind",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an object of a kind that Radier does not know",
    why: "Its keys are not checked, and if nothing on the platform provides this kind, Argo CD can \
          never apply the object.",
    fr: French {
        summary: "un objet d'un genre que Radier ne connaît pas",
        why: "Ses clés ne sont pas vérifiées, et si rien sur la plateforme n'apporte ce genre, \
              Argo CD ne pourra jamais appliquer l'objet.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata:
          name: a
        """
}
"#],
    right: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        """
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let defined: Vec<(&str, &str)> = cx.hatches.defined().collect();
    let mut told: BTreeMap<(&str, &str), (Diagnostic, usize)> = BTreeMap::new();
    for object in &cx.hatches.objects {
        let (api, kind) = (object.api_version(), object.kind());
        // `manifests/no-such-kind` tells of these.
        if defined.contains(&(api.split('/').next().unwrap_or(api), kind))
            || api.is_empty()
            || kind.is_empty()
            || kubernetes::is_own_group(api)
            || kubernetes::kind(api, kind).is_some()
        {
            continue;
        }
        // A kind is unknown once, however many objects it has.
        if let Some((_, more)) = told.get_mut(&(api, kind)) {
            *more += 1;
            continue;
        }
        let problem = unknown(object);
        told.insert((api, kind), (problem, 0));
    }
    for (problem, more) in told.into_values() {
        report.push(if more > 0 {
            problem.note(format!("{more} more objects are of this kind"))
        } else {
            problem
        });
    }
}

fn unknown(object: &Object<'_>) -> Diagnostic {
    let (api, kind) = (object.api_version(), object.kind());
    let full = format!("{api}/{kind}");
    let same_kind = kubernetes::kinds().find(|name| name.rsplit('/').next() == Some(kind));
    let problem = RULE
        .at(
            object.head(),
            format!("`{full}` is not a kind that Radier knows"),
        )
        .label("its keys were not checked");
    match same_kind.or_else(|| did_you_mean(&full, kubernetes::kinds())) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!(
            "`kubectl api-resources | grep {kind}` shows whether it is installed; if it is, or \
             comes with something else, {}",
            RULE.accept()
        )),
    }
}
