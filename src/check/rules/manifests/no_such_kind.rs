//! `manifests/no-such-kind`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report, did_you_mean};
use crate::upstream::kubernetes;

pub static RULE: Rule = Rule {
    id: "manifests/no-such-kind",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object says no kind, or one that its group does not have",
    why: "Argo CD refuses the whole Application for one object whose kind the API server does not \
          know: nothing of it is applied.\n\nIt cannot apply what has no kind either.",
    fr: French {
        summary: "un objet ne dit pas de genre, ou un genre que son groupe n'a pas",
        why: "Argo CD ne peut pas appliquer ce qui n'a pas de genre, et refuse toute l'Application \
              pour un seul objet dont le serveur d'API n'a pas le genre : rien n'est appliqué.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: Deployment
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
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if cx.hatches.objects.is_empty() {
        return;
    }
    // Of a newer Kubernetes, kinds may be there that are not known yet.
    let newer = crate::upstream::version("kubernetes")
        .is_some_and(|known| cx.model.versions.decl.kubernetes.minor() > known);
    for object in &cx.hatches.objects {
        let (api, kind) = (object.api_version(), object.kind());
        if api.is_empty() || kind.is_empty() {
            lacks_key(object, report);
            continue;
        }
        if newer || kubernetes::kind(api, kind).is_some() || !kubernetes::is_own_group(api) {
            continue;
        }
        report.push(unknown(object));
    }
}

/// It has no `apiVersion`, or no `kind`.
fn lacks_key(object: &Object<'_>, report: &mut Report) {
    let api = object.api_version();
    let lacks = if api.is_empty() { "apiVersion" } else { "kind" };
    let is_talos = object.node.get("machine").is_some() || object.node.get("cluster").is_some();
    let near = did_you_mean(
        lacks,
        object.node.pairs().iter().map(|(key, _)| key.text.as_str()),
    )
    .and_then(|near| object.node.entry(near));
    let place = near.map_or_else(|| object.head(), |(key, _)| object.span(&key.at));
    report.push(
        RULE.at(place, format!("this object has no `{lacks}`"))
            .label("no object of Kubernetes")
            .help(match near {
                Some(_) => format!("write `{lacks}`"),
                None if is_talos => {
                    "this looks like Talos' configuration: it belongs in `patch \"talos\"`"
                        .to_string()
                }
                None => "an object starts with `apiVersion:` and `kind:`".to_string(),
            }),
    );
}

fn unknown(object: &Object<'_>) -> Diagnostic {
    let (api, kind) = (object.api_version(), object.kind());
    let same_kind = kubernetes::kinds().find(|name| name.rsplit('/').next() == Some(kind));
    let near = same_kind.or_else(|| did_you_mean(&format!("{api}/{kind}"), kubernetes::kinds()));
    // The kind is right, and stands in another group.
    let group = same_kind
        .and(object.node.get("apiVersion"))
        .map(|api| object.span(&api.at));
    let problem = RULE
        .at(
            group.unwrap_or_else(|| object.head()),
            format!("Kubernetes has no `{kind}` in `{api}`"),
        )
        .label("the API server refuses it");
    match near.and_then(|near| near.rsplit_once('/')) {
        Some((api, _)) if same_kind.is_some() => {
            problem.help(format!("did you mean `apiVersion: {api}`?"))
        }
        Some((api, kind)) => problem.help(format!(
            "did you mean `apiVersion: {api}` and `kind: {kind}`?"
        )),
        None => problem.help("`kubectl api-resources` lists the kinds of a cluster"),
    }
}
