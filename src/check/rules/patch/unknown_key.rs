//! `patch/unknown-key`

use crate::check::about::documents::told;
use crate::check::context::Context;
use crate::check::hatch::PatchDocument;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report, did_you_mean};
use crate::upstream::{What, talos};

pub static RULE: Rule = Rule {
    id: "patch/unknown-key",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch has a key that Talos does not know",
    why: "Talos is strict about keys: a single one that is misspelt makes it refuse the whole \
          configuration, and the machine keeps the old one or, at the first boot, waits in \
          maintenance mode.",
    fr: French {
        summary: "un patch a une clé que Talos ne connaît pas",
        why: "Talos lit strictement : avec une seule clé mal écrite il refuse toute la \
              configuration, et la machine garde l'ancienne ou, au premier démarrage, attend en \
              mode maintenance.",
    },
    // talos pkg/machinery/config/decoder
    wrong: &[r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArg:
          event-burst: "50"
    """
"#],
    right: &[r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraArgs:
          event-burst: "50"
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let contract = cx.model.versions.contract.minor().1;
    for document in &cx.hatches.patches {
        for complaint in &document.complaints {
            let What::UnknownKey {
                key,
                legal,
                is_one_of_many,
                ..
            } = &complaint.what
            else {
                continue;
            };
            if is_told_elsewhere(document, contract, &complaint.path, key) {
                continue;
            }
            let mut problem = told(&RULE, document, complaint);
            // The word that was meant may be one that a document has replaced.
            if !is_one_of_many
                && did_you_mean(key, legal.iter().copied()).is_none()
                && let Some((near, by)) = near_replaced(document, contract, &complaint.path, key)
            {
                problem.help = vec![format!("did you mean `{near}`? It is {by} now")];
            }
            report.push(problem);
        }
    }
}

/// `patch/replaced` and `patch/deprecated` tell of these.
fn is_told_elsewhere(document: &PatchDocument<'_>, contract: u64, path: &str, key: &str) -> bool {
    let path = if path.is_empty() {
        key.to_string()
    } else {
        format!("{path}.{key}")
    };
    let is_below = |one: &str, other: &str| {
        one.strip_prefix(other)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    document.kind().is_empty()
        && talos::replaced(contract)
            .any(|old| is_below(&path, old.path) || is_below(old.path, &path))
}

/// A key beside this one that a document has replaced, and that document.
fn near_replaced(
    document: &PatchDocument<'_>,
    contract: u64,
    path: &str,
    key: &str,
) -> Option<(&'static str, &'static str)> {
    if !document.kind().is_empty() {
        return None;
    }
    let siblings = talos::replaced(contract)
        .filter_map(|old| Some((old.path.rsplit_once('.')?, old.by)))
        .filter(|((parent, _), _)| *parent == path);
    let siblings: Vec<_> = siblings.map(|((_, name), by)| (name, by)).collect();
    let near = did_you_mean(key, siblings.iter().map(|(name, _)| *name))?;
    siblings.into_iter().find(|(name, _)| *name == near)
}
