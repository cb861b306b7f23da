//! `syntax/missing-value`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/missing-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a property has no value",
    why: "An `=` without a value is incomplete: nobody knows whether the property was to be set or \
          removed.",
    fr: French {
        summary: "une propriété n'a pas de valeur",
        why: "Un `=` sans valeur est une demi-phrase : personne ne sait si la propriété devait \
              être réglée ou retirée.",
    },
    wrong: &[r#"
rack "B" room=
"#],
    right: &[r#"
rack "B" room="cellar"
"#],
    check: Check::Elsewhere, // found when the text is read
};
