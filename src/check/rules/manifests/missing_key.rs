//! `manifests/missing-key`

use crate::check::about::documents;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "manifests/missing-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object lacks a key that its kind needs",
    why: "The API server refuses the object long after the pull request was merged, and Argo CD \
          keeps trying forever.",
    fr: French {
        summary: "il manque à un objet une clé dont son genre a besoin",
        why: "Le serveur d'API refuse l'objet, bien après la fusion de la demande, et Argo CD \
              essaie pour toujours.",
    },
    wrong: &[
        r#"
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
        r#"
manifests "members" namespace="default" {
    yaml """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: a
        subjects: []
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: a
        spec:
          template:
            metadata:
              labels: {app: a}
            spec: {}
        """
}
"#,
    ],
    right: &[r#"
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
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    documents::tell(&RULE, &cx.hatches.objects, What::is_missing_key, report);
}
