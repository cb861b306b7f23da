//! `patch/api-server-argument`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "patch/api-server-argument",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch gives the API server an argument that a document has replaced",
    why: "In clusters that were created with Talos 1.14 or later (contract 1.14), sign-in and \
          permissions have documents of their own. Talos refuses the configuration of every \
          control plane that still sets them as arguments of the API server.",
    fr: French {
        summary: "un patch donne au serveur d'API un argument qu'un document a remplacé",
        why: "Dans les clusters créés avec Talos 1.14 ou plus récent (contrat 1.14), la \
              connexion et les permissions ont leurs propres documents. Talos refuse la \
              configuration de tout plan de contrôle qui les donne encore comme arguments du \
              serveur d'API.",
    },
    // talos 1.14 pkg/machinery/config/types/k8s KubeAPIServerConfig
    wrong: &[
        r#"
versions {
    talos "1.14.0" contract="1.14"
    kubernetes "1.36.0"
}
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: KubeAPIServerConfig
    extraArgs:
      anonymous-auth: "false"
    """
"#,
        r#"
versions {
    talos "1.14.0" contract="1.14"
    kubernetes "1.36.0"
}
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: KubeAPIServerConfig
    extraArgs:
      oidc-issuer-url: https://login.example.org
      authentication-config: /etc/a.yaml
      authorization-mode: Node,RBAC
    """
"#,
    ],
    right: &[r#"
versions {
    talos "1.14.0" contract="1.14"
    kubernetes "1.36.0"
}
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: KubeAPIServerConfig
    extraArgs:
      event-ttl: "2h"
    """
"#],
    check: Check::Written(check),
};

/// How replaced arguments start, and what to do instead.
const REPLACED: [(&str, &str); 4] = [
    (
        "oidc-",
        "remove all `oidc-` arguments, and write `access \"oidc\" issuer=\"https://...\" \
         client-id=\"...\"` in the block of `platform`",
    ),
    // talos v1.14.1 types/k8s/authentication.go DefaultAuthenticationConfig
    (
        "anonymous-auth",
        "remove this line: from contract 1.14 on, only health checks are allowed without sign-in",
    ),
    (
        "authentication-config",
        "remove it; a document `kind: KubeAuthenticationConfig` has the text of that file below \
         `configuration:`",
    ),
    (
        "authorization-",
        "remove it; one document `kind: KubeAuthorizerConfig` for each authorizer has its `name:` \
         and `type:`",
    ),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in cx
        .hatches
        .patches
        .iter()
        .filter(|document| document.kind() == "KubeAPIServerConfig")
    {
        for (key, _) in document.node.get("extraArgs").map_or(&[][..], Node::pairs) {
            let Some((_, help)) = REPLACED
                .iter()
                .find(|(start, _)| key.text.starts_with(start))
            else {
                continue;
            };
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`{}` is no longer an argument of the API server", key.text),
                )
                .label("Talos refuses it since contract 1.14")
                .help(*help),
            );
        }
    }
}
