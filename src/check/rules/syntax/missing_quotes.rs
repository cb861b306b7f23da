//! `syntax/missing-quotes`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/missing-quotes",
    level: Level::Error,
    since: "0.1.0",
    summary: "a value starts like a number and is none",
    why: "Sizes, addresses and versions start with a digit, but are not numbers. In quotes they \
          are text.",
    fr: French {
        summary: "une valeur commence comme un nombre et n'en est pas un",
        why: "Les tailles, adresses et versions commencent par un chiffre, mais ne sont pas des \
              nombres. Entre guillemets, ce sont des textes.",
    },
    wrong: &[r#"
rack "B" units=42U
"#],
    right: &[r#"
rack "B" units=42
"#],
    check: Check::Elsewhere, // found when the text is read
};
