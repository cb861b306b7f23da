//! `reference/wrong-kind`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "reference/wrong-kind",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name belongs to a thing of another kind",
    why: "It exists, but it cannot be used for this.",
    fr: French {
        summary: "un nom appartient à une chose d'une autre sorte",
        why: "Elle existe, mais ne peut pas servir à cela.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="installer" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" size="20GiB"
        cdrom "installer"
    }
}
"#],
    check: Check::Elsewhere, // found when names are resolved
};
