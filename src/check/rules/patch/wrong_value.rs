//! `patch/wrong-value`

use crate::check::{Context, Rule, hatch};
use crate::diagnostic::{Level, Report};
use crate::upstream::{Reader, What, judge, talos};

pub static RULE: Rule = Rule {
    id: "patch/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch has a value of a type or a word that Talos does not take",
    why: "A list where a text belongs, or a word that is none: Talos refuses the whole configuration when it is applied, long \
          after the pull request was merged.",
    wrong: r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraMounts: /var/local
    """
"#,
    right: r#"
patch "talos" on=worker """
    machine:
      kubelet:
        extraMounts:
          - destination: /var/local
            type: bind
            source: /var/local
            options: [bind, rshared, rw]
    """
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let whose = format!("Talos 1.{}", talos::known_contract(cx.model.versions.contract.minor().1));
    for document in hatch::patches(cx) {
        let Some(shape) = document.shape(cx) else { continue };
        for complaint in judge(&document.node, shape, Reader::Patch) {
            if !matches!(complaint.what, What::UnknownKey { .. }) {
                report.push(hatch::soften(hatch::say(&RULE, document.span(&complaint.at), &complaint, &whose), Some((1, cx.model.versions.contract.minor().1)), "talos-1.14"));
            }
        }
    }
}
