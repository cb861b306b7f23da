//! `patch/applied-twice`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Patch;
use crate::model::Model;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "patch/applied-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "one patch reaches a machine twice",
    why: "Talos appends to lists when it merges: applied twice, every list of the patch silently \
          ends up there twice. With two equal mounts or rules, the machine may not start.",
    fr: French {
        summary: "un patch atteint deux fois une machine",
        why: "Talos ajoute aux listes quand il fusionne : appliqué deux fois, chaque liste du \
              patch y est deux fois, sans un mot. Avec deux montages ou deux règles identiques, la \
              machine peut ne pas démarrer.",
    },
    wrong: &[r#"
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
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      udev:
        rules: [SUBSYSTEM=="drm"]
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // Of each text, the patch that reached a node first.
    let mut texts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut first: FxHashMap<(usize, &str), &Patch> = FxHashMap::default();
    for patch in cx
        .model
        .patches
        .iter()
        .filter(|patch| !patch.body.value.trim().is_empty())
    {
        let new = texts.len();
        let text = *texts.entry(patch.body.value.trim()).or_insert(new);
        let mut twice = None;
        for node in reached(cx.model, patch) {
            let known = *first.entry((text, node)).or_insert(patch);
            if !std::ptr::eq(known, patch) {
                twice.get_or_insert((node, known));
            }
        }
        if let Some((node, other)) = twice {
            // The one that reaches more machines stays.
            let count = |patch: &Patch| reached(cx.model, patch).count();
            let (less, more) = if count(other) < count(patch) {
                (other, patch)
            } else {
                (patch, other)
            };
            report.push(
                RULE.at(less.on.span, format!("node `{node}` gets this patch twice"))
                    .label("the same text again")
                    .also(more.on.span, "reaches it too")
                    .help(format!(
                        "remove this patch: the one for `{}` reaches `{node}` too",
                        more.on.value
                    )),
            );
        }
    }
}

/// Names of the machines that a patch reaches. Nodes are sorted by name, and most patches name one.
fn reached<'m>(model: &'m Model, patch: &'m Patch) -> impl Iterator<Item = &'m str> {
    let nodes = &model.nodes;
    let start = nodes.partition_point(|node| *node.decl.name.value.0 < **patch.on);
    let named = nodes[start..]
        .iter()
        .take_while(|node| *node.decl.name.value.0 == **patch.on)
        .count();
    let some = if named > 0 {
        &nodes[start..start + named]
    } else {
        &nodes[..]
    };
    some.iter()
        .filter(|node| node.is_called(&patch.on))
        .map(|node| &*node.decl.name.value.0)
}
