//! `node/clashing-extensions`

use crate::check::about::machines::extensions;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "node/clashing-extensions",
    level: Level::Error,
    since: "0.1.0",
    summary: "two branches of one driver on a machine",
    why: "The long-term and the production branch of the NVIDIA driver contain the same kernel \
          modules and files. The Image Factory refuses to build an image with both, so the machine \
          can be neither installed nor upgraded.",
    fr: French {
        summary: "deux branches d'un même pilote sur une machine",
        why: "La branche longue durée et la branche de production du pilote NVIDIA contiennent les \
              mêmes modules et fichiers. L'Image Factory refuse de construire une image avec les \
              deux : la machine ne peut être ni installée ni mise à niveau.",
    },
    // siderolabs/extensions nvidia-gpu: nonfree-kmod-nvidia-{lts,production},
    // nvidia-container-toolkit-{lts,production}
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "nvidia-fabricmanager-lts" "nvidia-container-toolkit-production"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.0.0.1"
    load-balancers "10.0.0.200-10.0.0.239"
    extensions "nvidia-fabricmanager-lts" "nvidia-container-toolkit-lts"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One line may reach many nodes.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let branch = |end: &'static str| {
            move |(name, _): &(&str, _)| name.contains("nvidia") && name.ends_with(end)
        };
        let lts = extensions(cx, node).find(branch("-lts"));
        let production = extensions(cx, node).find(branch("-production"));
        if let (Some((one, span)), Some((other, also))) = (lts, production)
            && told.insert(span)
        {
            report.push(
                RULE.at(
                    span,
                    format!("`{one}` and `{other}` cannot be on one machine"),
                )
                .label("the long-term branch")
                .also(also, "the production branch")
                .help(format!(
                    "write `{}`, or `{}`: both from one branch",
                    other.replace("-production", "-lts"),
                    one.replace("-lts", "-production")
                )),
            );
        }
    }
}
