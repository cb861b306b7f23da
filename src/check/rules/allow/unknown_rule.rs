//! `allow/unknown-rule`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/unknown-rule",
    level: Level::Error,
    since: "0.1.0",
    summary: "an `allow` names no rule",
    why: "A misspelt `allow` has no effect, and nobody notices until the finding stops a merge.",
    fr: French {
        summary: "un `allow` ne nomme aucune règle",
        why: "Un `allow` mal écrit ne cache rien, et personne ne le remarque avant que le constat \
              n'arrête une fusion.",
    },
    wrong: &[r#"
allow "storage/unbalanced-host" reason="new disks are ordered"
"#],
    right: &[r#"
"#],
    check: Check::Elsewhere,
};
