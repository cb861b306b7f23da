//! `language/given-twice`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "language/given-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "something is said twice",
    why: "One of the two values would silently win, and a reviewer who reads the other one \
          approves something other than what gets built.",
    fr: French {
        summary: "quelque chose est dit deux fois",
        why: "De deux valeurs, l'une gagnerait en silence, et la personne qui relit l'autre \
              approuve autre chose que ce qui est construit.",
    },
    wrong: &[r#"
rack "B" units=42 units=47
"#],
    right: &[r#"
rack "B" units=47
"#],
    check: Check::Elsewhere, // found when the declarations are decoded
};
