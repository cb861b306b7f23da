//! `syntax/stray-brace`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/stray-brace",
    level: Level::Error,
    since: "0.1.0",
    summary: "a closing brace closes nothing",
    why: "An extra `}` often means that a `{` is missing further up.",
    fr: French {
        summary: "une accolade fermante ne ferme rien",
        why: "Un `}` de trop veut souvent dire qu'un `{` manque plus haut.",
    },
    wrong: &[r#"
rack "B"
}
"#],
    right: &[r#"
rack "B"
"#],
    check: Check::Elsewhere, // found when the text is read
};
