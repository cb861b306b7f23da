//! `patch/control-plane-only`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Role;
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "patch/control-plane-only",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch for workers holds a document for control planes",
    why: "Workers have no API server, no scheduler and no etcd. Talos 1.14 refuses the whole \
          configuration of a worker that has such a document.\n\nEven Omni's own guide for Cilium \
          falls into this trap.",
    fr: French {
        summary: "un patch pour des workers contient un document pour plans de contrôle",
        why: "Les workers n'ont ni serveur d'API, ni ordonnanceur, ni etcd. Talos 1.14 refuse \
              toute la configuration d'un worker qui a un tel document, et même le guide d'Omni \
              pour Cilium tombe dans ce piège.",
    },
    wrong: &[r#"
versions {
    talos "1.14.1" contract="1.14"
    kubernetes "1.36.4"
}
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: KubeSchedulerConfig
    extraArgs:
      v: "2"
    """
"#],
    right: &[r#"
versions {
    talos "1.14.1" contract="1.14"
    kubernetes "1.36.4"
}
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: KubeSchedulerConfig
    extraArgs:
      v: "2"
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    for document in &cx.hatches.patches {
        let worker = model
            .nodes_of(Role::Worker)
            .find(|node| node.is_called(&document.owner.on));
        let kind = document.kind();
        let known = talos::document(model.versions.contract.minor().1, kind).is_some();
        if let Some(worker) = worker.filter(|_| known && talos::is_for_control_planes(kind)) {
            report.push(
                RULE.at(
                    document.head(),
                    format!("worker `{}` would refuse `{kind}`", worker.decl.name),
                )
                .label("only for control planes")
                .also(document.owner.on.span, "reaches workers")
                .help("write `on=control-plane`"),
            );
        }
    }
}
