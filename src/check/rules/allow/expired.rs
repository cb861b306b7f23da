//! `allow/expired`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/expired",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an accepted finding is past its day",
    why: "The finding was accepted until a date that has passed, so it is shown again: either the \
          plan was carried out and the `allow` can go, or somebody decides again.",
    fr: French {
        summary: "un constat accepté a dépassé sa date",
        why: "Le constat était accepté jusqu'à une date. Elle est passée, il est donc montré à \
              nouveau : soit le plan a été exécuté et le `allow` peut partir, soit quelqu'un \
              décide à nouveau.",
    },
    wrong: &[r#"
allow "storage/unbalanced-hosts" reason="new disks are ordered" until="2001-01-31"
"#],
    right: &[r#"
"#],
    check: Check::Elsewhere,
};
