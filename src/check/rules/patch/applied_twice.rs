//! `patch/applied-twice`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Patch;
use crate::model::Model;

pub static RULE: Rule = Rule {
    id: "patch/applied-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "one patch reaches a machine twice",
    why: "Talos appends to lists when it merges: applied twice, every list of the patch is there twice, without a word. Of \
          two equal mounts or rules the machine may not start.",
    fr: French {
        summary: "un patch atteint deux fois une machine",
        why: "Talos ajoute aux listes quand il fusionne : appliqué deux fois, chaque liste du patch y est deux fois, sans un \
              mot. Avec deux montages ou deux règles identiques, la machine peut ne pas démarrer.",
    },
    wrong: r#"
patch "talos" on=worker """
    machine:
      udev:
        rules: [SUBSYSTEM=="drm"]
    """
patch "talos" on="worker-1" """
    machine:
      udev:
        rules: [SUBSYSTEM=="drm"]
    """
"#,
    right: r#"
patch "talos" on=worker """
    machine:
      udev:
        rules: [SUBSYSTEM=="drm"]
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let patches = &cx.model.patches;
    for (at, patch) in patches.iter().enumerate() {
        let same = |other: &&Patch| other.body.value.trim() == patch.body.value.trim() && !patch.body.value.trim().is_empty();
        for other in patches[..at].iter().filter(same) {
            let Some(node) = reached(cx.model, patch).find(|node| reached(cx.model, other).any(|also| also == *node)) else { continue };
            report.push(
                RULE.at(patch.on.span, format!("node `{node}` gets this patch twice"))
                    .label("the same text again")
                    .also(other.on.span, "reaches it too")
                    .help("remove one of the two"),
            );
        }
    }
}

/// Names of the machines that a patch reaches.
fn reached<'m>(model: &'m Model, patch: &'m Patch) -> impl Iterator<Item = &'m str> {
    model.nodes.iter().filter(|node| node.is_called(&patch.on)).map(|node| &*node.decl.name.value.0)
}
