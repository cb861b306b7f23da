//! `patch/unknown-target`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report, did_you_mean, list};

pub static RULE: Rule = Rule {
    id: "patch/unknown-target",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch is for machines that do not exist",
    why: "A patch that reaches no machine changes nothing, and nobody notices.",
    fr: French {
        summary: "un patch est pour des machines qui n'existent pas",
        why: "Un patch qui n'atteint aucune machine ne change rien, et personne ne le remarque.",
    },
    wrong: &[r#"
patch "talos" on="workers" """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODE_NAMES],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let names = || {
        ["all", "control-plane", "worker"]
            .into_iter()
            .chain(cx.model.nodes.iter().map(|node| &*node.decl.name.value.0))
    };
    for patch in cx.model.patches.iter() {
        if names().any(|name| name == patch.on.as_str()) {
            continue;
        }
        let problem = RULE
            .at(
                patch.on.span,
                format!("no role or node is called `{}`", patch.on),
            )
            .label("neither a role nor a node");
        if patch.on.contains([',', ' ']) {
            report.push(problem.help(
                "`on` takes one name: write the patch once for each machine, or `on=worker` for \
                 all workers",
            ));
            continue;
        }
        report.push(match did_you_mean(&patch.on, names()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("legal here: {}", list(names()))),
        });
    }
}
