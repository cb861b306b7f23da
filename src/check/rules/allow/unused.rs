//! `allow/unused`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/unused",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an `allow` hides nothing",
    why: "What it accepted is no longer there. Left in place, it would hide the next finding of \
          its kind before anybody has looked at it.",
    fr: French {
        summary: "un `allow` ne cache rien",
        why: "Ce qu'il acceptait n'existe plus. Laissé en place, il cacherait le prochain constat \
              du même genre, que personne n'aurait regardé.",
    },
    wrong: &[r#"
allow "storage/unbalanced-hosts" reason="new disks are ordered"
"#],
    right: &[r#"
"#],
    check: Check::Elsewhere,
};
