//! `patch/refused-by-omni`

use crate::check::context::Context;
use crate::check::hatch;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::talos;
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "patch/refused-by-omni",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch sets what Omni keeps to itself",
    why: "Omni controls these settings and refuses every patch that sets one of them: `omnictl \
          cluster template sync` stops, and nothing in the pull request is applied.",
    fr: French {
        summary: "un patch règle ce qu'Omni se réserve",
        why: "Omni décide de ces réglages et refuse tout patch qui en nomme un : `omnictl cluster \
              template sync` s'arrête, et rien de la demande n'est appliqué.",
    },
    // omni v1.10.4 client/pkg/omni/resources/omni/config_patch.go ValidateConfigPatch
    wrong: &[
        r#"
patch "talos" on=all """
    cluster:
      clusterName: production
    """
"#,
        r#"
patch "talos" on=all """
    cluster:
      controlPlane:
        endpoint: https://10.0.0.10:6443
    machine:
      type: worker
      install:
        extensions:
          - image: ghcr.io/siderolabs/gvisor:20240325.0-v1.7.0
    """
"#,
        r#"
patch "talos" on=all """
    machine:
      features:
        kubernetesTalosAPIAccess:
          enabled: true
          allowedRoles: ["os:admin"]
          allowedKubernetesNamespaces: [kube-system]
    """
"#,
    ],
    right: &[r#"
patch "talos" on=all """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if !cx.model.cluster.is_omni() {
        return;
    }
    for document in &cx.hatches.patches {
        let kind = document.kind();
        if talos::is_refused_by_omni(kind)
            && talos::document(cx.model.versions.contract.minor().1, kind).is_some()
        {
            report.push(
                RULE.at(document.head(), format!("Omni refuses `{kind}` in a patch"))
                    .label("Omni writes this document")
                    .help(HELP),
            );
        }
        admin(document, report);
        fields(document, report);
    }
}

/// A role of everything, for pods (omni client/pkg/omni/resources/omni/config_patch.go).
fn admin(document: &PatchDocument<'_>, report: &mut Report) {
    let kind = document.kind();
    let roles = match kind {
        "" => document
            .node
            .at_path(&[
                "machine",
                "features",
                "kubernetesTalosAPIAccess",
                "allowedRoles",
            ])
            .map(|(_, roles)| roles),
        "KubeTalosAPIAccessConfig" => document.node.get("allowedRoles"),
        _ => None,
    };
    if let Some(role) = roles
        .map_or(&[][..], Node::items)
        .iter()
        .find(|role| role.text() == "os:admin")
    {
        report.push(
            RULE.at(
                document.span(&role.at),
                "Omni refuses to give pods the role `os:admin`",
            )
            .label("pods could take machines over")
            .help("write `os:reader`, or the role that is needed"),
        );
    }
}

fn fields(document: &PatchDocument<'_>, report: &mut Report) {
    let kind = document.kind();
    for path in talos::fields_refused_by_omni().filter(|_| kind.is_empty()) {
        let keys: Vec<&str> = path.split('.').collect();
        // `patch/undoes-protection` tells of the disk.
        if let Some((key, _)) = document
            .node
            .at_path(&keys)
            .filter(|_| path != "machine.install.disk")
        {
            let help = match hatch::word_for(path) {
                Some(word) if path == "cluster.clusterName" => {
                    format!("remove it: the cluster has {word}")
                }
                Some(word) => format!("remove it, and write {word}"),
                None => "remove it: Omni sets it itself, and nothing else can".to_string(),
            };
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("Omni refuses `{path}` in a patch"),
                )
                .label("Omni decides this")
                .help(help),
            );
        }
    }
}

const HELP: &str = "remove it; what Omni lets you choose has a word of its own in the description";
