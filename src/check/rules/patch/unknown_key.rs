//! `patch/unknown-key`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::upstream::{Reader, What, judge, talos};

pub static RULE: Rule = Rule {
    id: "patch/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch has a key that Talos does not know",
    why: "Talos decodes strictly: with one misspelt key it refuses the whole configuration, and the machine keeps the old one \
          or, at the first boot, waits in maintenance mode.",
    // talos pkg/machinery/config/decoder
    wrong: r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArg:
          rotate-server-certificates: "true"
    """
"#,
    right: r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          rotate-server-certificates: "true"
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let contract = cx.model.versions.contract.minor().1;
    let whose = format!("Talos 1.{}", talos::known_contract(contract));
    for document in hatch::patches(cx) {
        let Some(shape) = document.shape(cx) else { continue };
        for complaint in judge(&document.node, shape, Reader::Patch) {
            let What::UnknownKey { key, .. } = &complaint.what else { continue };
            let path = if complaint.path.is_empty() { key.clone() } else { format!("{}.{key}", complaint.path) };
            // `patch/replaced` and `patch/deprecated` tell of these.
            let is_replaced = |replaced: talos::Replaced| path == replaced.path || path.starts_with(&format!("{}.", replaced.path)) || replaced.path.starts_with(&format!("{path}."));
            if document.kind().is_empty() && talos::replaced(contract).any(is_replaced) {
                continue;
            }
            let problem = hatch::say(&RULE, document.span(&complaint.at), &complaint, &whose);
            let problem = hatch::soften(problem, Some((1, contract)), "talos-1.14");
            // The word that was meant may be one that a document has replaced.
            let siblings = talos::replaced(contract).filter_map(|old| {
                let (parent, name) = old.path.rsplit_once('.')?;
                (document.kind().is_empty() && parent == complaint.path).then_some((name, old.by))
            });
            let siblings: Vec<_> = siblings.collect();
            let known = matches!(&complaint.what, What::UnknownKey { legal, .. } if did_you_mean(key, legal.iter().copied()).is_some());
            report.push(match did_you_mean(key, siblings.iter().map(|(name, _)| *name)).filter(|_| !known) {
                Some(near) => {
                    let by = siblings.iter().find(|(name, _)| *name == near).map_or("", |(_, by)| by);
                    RULE.at(document.span(&complaint.at), problem.message)
                        .label(format!("not known to {whose}"))
                        .help(format!("did you mean `{near}`? It is {by} now"))
                }
                None => problem,
            });
        }
    }
}
