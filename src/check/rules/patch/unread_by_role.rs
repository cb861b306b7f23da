//! `patch/unread-by-role`

use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "patch/unread-by-role",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a patch of workers sets what only control planes read",
    why: "Talos accepts the setting on a worker and does nothing with it: the API server, etcd and \
          the other components run on control planes alone. Whoever reads the patch believes that \
          it holds.",
    fr: French {
        summary: "un patch de workers règle ce que seuls les plans de contrôle lisent",
        why: "Talos accepte le réglage sur un worker et n'en fait rien : le serveur d'API, etcd et \
              les autres composants ne tournent que sur les plans de contrôle. Qui lit le patch \
              croit qu'il s'applique.",
    },
    // talos v1.13.9 internal/app/machined/pkg/controllers/k8s/control_plane.go, etcd/config.go:
    // only for machine types init and controlplane
    wrong: &[r#"
patch "talos" on=worker """
    cluster:
      apiServer:
        extraArgs:
          event-ttl: 2h
      etcd:
        extraArgs:
          quota-backend-bytes: "4294967296"
    """
"#],
    right: &[
        r#"
patch "talos" on=all """
    cluster:
      apiServer:
        extraArgs:
          event-ttl: 2h
    """
"#,
        r#"
patch "talos" on=worker """
    cluster:
      discovery:
        enabled: false
    """
"#,
    ],
    check: Check::Written(check),
};

/// Keys of `cluster` that workers do not read.
const OF_CONTROL_PLANES: [&str; 10] = [
    "adminKubeconfig",
    "allowSchedulingOnControlPlanes",
    "apiServer",
    "controllerManager",
    "coreDNS",
    "etcd",
    "extraManifestHeaders",
    "extraManifests",
    "inlineManifests",
    "scheduler",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        let Some(cluster) = document
            .node
            .get("cluster")
            .filter(|_| reaches_workers(cx, document))
        else {
            continue;
        };
        for (key, _) in cluster.pairs() {
            if OF_CONTROL_PLANES.contains(&key.text.as_str()) {
                report.push(
                    RULE.at(
                        document.span(&key.at),
                        format!("no worker reads `cluster.{}`", key.text),
                    )
                    .label("only control planes do")
                    .help("write it in a `patch \"talos\" on=control-plane`, or remove it"),
                );
            }
        }
    }
}

/// Workers, and no control plane.
fn reaches_workers(cx: &Context<'_>, document: &PatchDocument<'_>) -> bool {
    let nodes = cx.model.nodes.iter();
    let mut reached = nodes
        .filter(|node| node.is_called(&document.owner.on))
        .peekable();
    document.kind().is_empty()
        && reached.peek().is_some()
        && reached.all(|node| !node.is_control_plane())
}
