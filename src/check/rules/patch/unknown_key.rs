//! `patch/unknown-key`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
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
            report.push(hatch::say(&RULE, document.span(&complaint.at), &complaint, &whose));
        }
    }
}
