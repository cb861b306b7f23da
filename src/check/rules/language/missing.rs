//! `language/missing`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "language/missing",
    level: Level::Error,
    since: "0.1.0",
    summary: "something is missing that has no default",
    why: "No default would be right for everybody, and a wrong guess would be noticed only after \
          the installation.",
    fr: French {
        summary: "il manque quelque chose qui n'a pas de valeur par défaut",
        why: "Aucune valeur ne conviendrait à tous, il n'y a donc pas de défaut : une supposition \
              ne se verrait que sur la machine.",
    },
    wrong: &[r#"
model "old" {
    cpu cores=4 vendor=intel
}
"#],
    right: &[r#"
model "old" {
    cpu cores=4 vendor=intel
    memory "16GiB"
}
"#],
    check: Check::Elsewhere, // found when the declarations are decoded
};
