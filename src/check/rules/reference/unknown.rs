//! `reference/unknown`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "reference/unknown",
    level: Level::Error,
    since: "0.1.0",
    summary: "a name is used that nothing has",
    why: "What is used here has to be declared somewhere in the description: there is nothing to \
          build from.",
    fr: French {
        summary: "un nom est utilisé que rien ne porte",
        why: "Ce qui n'est pas déclaré ne peut pas être utilisé. Les noms proches sont proposés, \
              ainsi qu'une autre sorte de chose qui porte ce nom.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-31" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Elsewhere, // found when names are resolved
};
