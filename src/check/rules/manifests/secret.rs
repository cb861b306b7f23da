//! `manifests/secret`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "manifests/secret",
    level: Level::Error,
    since: "0.1.0",
    summary: "manifests hold a Secret with content",
    why: "Base64 is not encryption, and Git keeps everything: whoever can read the repository has \
          the secret, forever, even after it is removed.",
    fr: French {
        summary: "des manifestes contiennent un Secret avec son contenu",
        why: "Base64 n'est pas un chiffrement : qui peut lire le dépôt a le secret, pour toujours, \
              même après son retrait.",
    },
    wrong: &[r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: Secret
        metadata:
          name: a
        stringData:
          user: admin
        """
}
"#],
    right: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: a
        spec:
          secretStoreRef:
            name: vault
            kind: ClusterSecretStore
          data:
            - secretKey: user
              remoteRef:
                key: grafana
                property: user
        """
}
"#,
        r#"
manifests "repositories" namespace="argocd" {
    yaml """
        apiVersion: v1
        kind: Secret
        metadata:
          name: open
          labels: {argocd.argoproj.io/secret-type: repository}
        stringData:
          type: helm
          name: open
          url: https://charts.example.org
          project: monitoring
          enableOCI: "true"
          insecure: "false"
          enableLfs: "true"
          proxy: https://proxy.example.org:8080
          noProxy: example.org
        """
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in cx
        .hatches
        .objects
        .iter()
        .filter(|object| object.api_version() == "v1" && object.kind() == "Secret")
    {
        for field in ["data", "stringData"] {
            let Some((key, value)) = object.node.entry(field) else {
                continue;
            };
            if object.is_public(value) {
                continue;
            }
            if matches!(&value.kind, Kind::Map(pairs) if !pairs.is_empty()) {
                report.push(in_git(object, key, value));
            }
        }
    }
}

fn in_git(object: &Object<'_>, key: &Key, value: &Node) -> Diagnostic {
    let mut problem = RULE
        .at(
            object.span(&key.at),
            format!("Secret `{}` is in Git with its content", object.name()),
        )
        .label("whoever can read the repository could use it")
        .help(format!(
            "if it was ever committed, first revoke it where it was made; then remove \
             this object, and make it by hand with `kubectl create secret generic {} \
             -n {} --from-literal=KEY=...`, or with an ExternalSecret",
            object.name(),
            match object.namespace() {
                "" => "NAMESPACE",
                namespace => namespace,
            }
        ));
    value.each_scalar(&mut |_, scalar| problem.secrets.push(object.span(&scalar.at)));
    problem
}
