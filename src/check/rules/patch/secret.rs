//! `patch/secret`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::upstream::talos;

pub static RULE: Rule = Rule {
    id: "patch/secret",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch sets a secret of the cluster",
    why: "Tokens and keys of the cluster are generated once, by Talos or Omni. In a patch they \
          would be in Git forever, and whoever reads the repository could join a machine to the \
          cluster.",
    fr: French {
        summary: "un patch règle un secret du cluster",
        why: "Les jetons et les clés du cluster sont créés une fois, par Talos ou Omni. Dans un \
              patch ils seraient dans Git pour toujours, et qui lit le dépôt pourrait faire entrer \
              une machine dans le cluster.",
    },
    wrong: &[r#"
patch "talos" on=all """
    machine:
      ca:
        crt: see-the-wiki
    """
"#],
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
    for document in &cx.hatches.patches {
        for path in talos::secret_fields(document.kind()) {
            let keys: Vec<&str> = path.split('.').collect();
            let Some((key, value)) = document.node.at_path(&keys) else {
                continue;
            };
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`{path}` is a secret of the cluster"),
                )
                .label("whoever can read the repository could use it")
                .help(match cx.model.cluster.is_omni() {
                    true => format!(
                        "remove `{}:` and the lines nested below it: Omni keeps it; if it was ever \
                         in Git, replace it, as \
                         https://docs.siderolabs.com/omni/cluster-management/ca-rotation shows for \
                         `ca`",
                        key.text
                    ),
                    false => "remove it: it belongs in `secrets.yaml` of `talosctl gen secrets`, \
                              outside of Git; if it was ever in Git, replace it: `talosctl \
                              rotate-ca` does so for `ca`"
                        .to_string(),
                })
                .conceal(document.span(&value.at)),
            );
        }
    }
}
