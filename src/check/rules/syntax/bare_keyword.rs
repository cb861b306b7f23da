//! `syntax/bare-keyword`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/bare-keyword",
    level: Level::Error,
    since: "0.1.0",
    summary: "`true`, `false` or `null` without `#`",
    why: "KDL 2 writes `#true`, `#false` and `#null`, so that they cannot be mistaken for text. \
          KDL 1 wrote them without `#`.",
    fr: French {
        summary: "`true`, `false` ou `null` sans `#`",
        why: "KDL 2 écrit `#true`, `#false` et `#null`, pour qu'on ne les prenne pas pour du \
              texte. KDL 1 les écrivait sans `#`.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware uefi=true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        firmware uefi=#true
        disk "root" image="debian-13" size="20GiB"
    }
}
"#],
    check: Check::Elsewhere, // found when the text is read
};
