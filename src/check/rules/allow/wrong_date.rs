//! `allow/wrong-date`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/wrong-date",
    level: Level::Error,
    since: "0.1.0",
    summary: "the last day of an `allow` is not a day",
    why: "A date that cannot be read never passes, so the finding would stay hidden forever.",
    fr: French {
        summary: "le dernier jour d'un `allow` n'est pas un jour",
        why: "Un jour illisible n'arrive jamais : le constat resterait caché pour toujours.",
    },
    wrong: &[r#"
allow "storage/unbalanced-hosts" reason="new disks are ordered" until="31/03/2027"
"#],
    right: &[r#"
"#],
    check: Check::Elsewhere,
};
