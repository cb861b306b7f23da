//! `manifests/unknown-key`

use crate::check::about::documents;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::What;

pub static RULE: Rule = Rule {
    id: "manifests/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object has a key that its kind does not have",
    why: "The API server drops a key that it does not know, or Argo CD refuses the object: twelve \
          sync waves that were written beside `annotations`, not inside it, were once dropped.",
    fr: French {
        summary: "un objet a une clé que son genre n'a pas",
        why: "Le serveur d'API laisse tomber une clé inconnue, ou Argo CD refuse l'objet : il a \
              une fois laissé tomber les vagues de douze Applications, écrites à côté de \
              `annotations` au lieu d'être dedans.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
          argocd.argoproj.io/sync-wave: "1"
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
          annotations:
            argocd.argoproj.io/sync-wave: "1"
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    documents::tell(&RULE, &cx.hatches.objects, What::is_unknown_key, report);
}
