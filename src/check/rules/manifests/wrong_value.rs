//! `manifests/wrong-value`

use crate::check::about::documents;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "manifests/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has a value that its kind does not accept",
    why: "The API server refuses the object long after the pull request was merged, and Argo CD \
          keeps trying forever.",
    fr: French {
        summary: "un objet a une valeur que son genre ne prend pas",
        why: "Le serveur d'API refuse l'objet, bien après la fusion de la demande, et Argo CD \
              essaie pour toujours.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: a
        spec:
          accessModes: [ReadWriteOnce]
          resources:
            requests:
              storage: 20GB
        """
}
"#],
    right: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: a
        spec:
          accessModes: [ReadWriteOnce]
          resources:
            requests:
              storage: 20G
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    documents::tell(&RULE, &cx.hatches.objects, What::is_wrong_value, report);
}
