//! `patch/deprecated`

use crate::check::context::Context;
use crate::check::hatch::instead;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "patch/deprecated",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a patch sets a field that Talos will drop",
    why: "The field still works. A later Talos will drop it, and this patch then makes an upgrade \
          fail halfway.",
    fr: French {
        summary: "un patch règle un champ que Talos va retirer",
        why: "Le champ marche encore. Il disparaîtra avec les prochaines versions de Talos, et le \
              patch arrêtera alors une mise à niveau en plein milieu, machine après machine.",
    },
    wrong: &[
        r#"
patch "talos" on=worker """
    machine:
      env:
        HTTPS_PROXY: http://proxy.lab.example.org:3128
    """
"#,
        r#"
versions {
    talos "1.14.0" contract="1.14"
}
patch "talos" on=all """
    machine:
      sysctls:
        vm.max_map_count: "262144"
      kernel:
        modules:
          - name: nbd
    """
"#,
        r#"
patch "talos" on="worker-1" """
    machine:
      disks: []
      install:
        extraKernelArgs: [quiet]
    """
"#,
    ],
    right: &[r#"
patch "talos" on=worker """
    apiVersion: v1alpha1
    kind: EnvironmentConfig
    variables:
      HTTPS_PROXY: http://proxy.lab.example.org:3128
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
        let replaced = || talos::replaced(cx.model.versions.contract.minor().1);
        // `patch/replaced` tells of what it stands below.
        let is_below = |path: &str| {
            replaced().any(|old| {
                old.exclusive
                    && path
                        .strip_prefix(old.path)
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        };
        let is_refused = |path: &str| {
            cx.model.cluster.is_omni()
                && talos::fields_refused_by_omni().any(|refused| refused == path)
        };
        for old in
            replaced().filter(|old| !old.exclusive && !is_below(old.path) && !is_refused(old.path))
        {
            let keys: Vec<&str> = old.path.split('.').collect();
            let Some((key, _)) = document.node.at_path(&keys) else {
                continue;
            };
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`{}` is deprecated since Talos 1.{}", old.path, old.since),
                )
                .label("works until Talos drops it")
                .help(instead(&old, cx.model.versions.contract.minor().1)),
            );
        }
    }
}
