//! `patch/replaced`

use super::undoes_protection::INSTALL_DISK;
use crate::check::context::Context;
use crate::check::hatch::instead;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "patch/replaced",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch sets a field that a document has replaced",
    why: "Talos takes a setting from one place: the old field or the new document. Radier writes \
          the document, so Talos refuses the configuration, or, for network interfaces, takes both \
          and the machine answers on neither.",
    fr: French {
        summary: "un patch règle un champ qu'un document a remplacé",
        why: "Talos prend un réglage d'un seul endroit : l'ancien champ ou le nouveau document. \
              Radier écrit le document ; Talos refuse donc la configuration, ou, pour les \
              interfaces réseau, prend les deux et la machine ne répond sur aucune.",
    },
    wrong: &[
        r#"
patch "talos" on=worker """
    machine:
      network:
        nameservers: [10.0.0.1]
    """
"#,
        r#"
versions {
    talos "1.14.0" contract="1.14"
}
patch "talos" on=all """
    cluster:
      allowSchedulingOnControlPlanes: true
      proxy:
        disabled: true
      network:
        dnsDomain: cluster.local
    machine:
      nodeLabels:
        lab.example.org/a: b
      nodeTaints:
        lab.example.org/a: b:NoSchedule
      install:
        extraKernelArgs: [quiet]
    """
"#,
        r#"
versions {
    talos "1.14.0" contract="1.14"
}
patch "talos" on=worker """
    machine:
      time:
        servers: [time.example.org]
      network:
        hostname: a
        interfaces:
          - interface: eth0
      kubelet:
        extraMounts:
          - source: /var/a
            destination: /var/a
    """
"#,
        r#"
patch "talos" on=worker """
    machine:
      systemDiskEncryption:
        state:
          provider: luks2
          keys: [{slot: 0, nodeID: {}}]
    """
"#,
    ],
    right: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: ResolverConfig
    searchDomains:
      domains: [lab.example.org]
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in cx
        .hatches
        .patches
        .iter()
        .filter(|document| document.kind().is_empty())
    {
        for old in talos::replaced(cx.model.versions.contract.minor().1).filter(|old| old.exclusive)
        {
            let keys: Vec<&str> = old.path.split('.').collect();
            let Some((key, value)) = document.node.at_path(&keys) else {
                continue;
            };
            // What each key below it is about is told by `patch/undoes-protection` and
            // `patch/refused-by-omni`.
            let told = |key: &str| {
                INSTALL_DISK.contains(&key) || (cx.model.cluster.is_omni() && key == "extensions")
            };
            if old.path == "machine.install" && value.pairs().iter().all(|(key, _)| told(&key.text))
            {
                continue;
            }
            if let Some((key, _)) = value
                .entry("extraMounts")
                .filter(|_| old.path == "machine.kubelet")
            {
                report.push(mounts(document.span(&key.at)));
                continue;
            }
            // Omni refuses these by name.
            if cx.model.cluster.is_omni()
                && talos::fields_refused_by_omni().any(|path| path == old.path)
            {
                continue;
            }
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`{}` was replaced in contract 1.{}", old.path, old.since),
                )
                .label("cannot be used together with the document that replaced it")
                .help(instead(&old, cx.model.versions.contract.minor().1)),
            );
        }
    }
}

fn mounts(at: Span) -> Diagnostic {
    RULE.at(at, "the kubelet has no `extraMounts` since contract 1.14")
        .label("no document has them either")
        .help(
            "give the machine a `volume`: it is at `/var/mnt/<name of the volume>`, \
             for pods too",
        )
}
