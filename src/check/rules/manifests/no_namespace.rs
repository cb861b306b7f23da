//! `manifests/no-namespace`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::kubernetes;

pub static RULE: Rule = Rule {
    id: "manifests/no-namespace",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object says no namespace, and its manifests neither",
    why: "It would go to `default`, where nobody looks for it and no quota applies.",
    fr: French {
        summary: "ni un objet ni ses manifestes ne disent de namespace",
        why: "Il irait dans `default`, où personne ne le cherche et où aucun quota ne s'applique.",
    },
    wrong: &[r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
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
    for object in cx
        .hatches
        .objects
        .iter()
        .filter(|object| object.namespace().is_empty() && !object.name().is_empty())
    {
        let Some(shape) = kubernetes::kind(object.api_version(), object.kind()) else {
            continue;
        };
        if !kubernetes::is_cluster_wide(shape) {
            let name = &object.owner.manifests.decl.name;
            report.push(
                RULE.at(
                    object.head(),
                    format!("{} `{}` has no namespace", object.kind(), object.name()),
                )
                .label("would go to `default`")
                .also(name.span, "no `namespace=` here either")
                .help(format!(
                    "write `manifests \"{name}\" namespace=\"...\"` for all its objects, or \
                     `namespace:` in the `metadata` of this one"
                )),
            );
        }
    }
}
