//! `syntax/missing-quotes`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/missing-quotes",
    level: Level::Error,
    since: "0.1.0",
    summary: "a value starts like a number and is none",
    why: "Sizes, addresses and versions start with a digit, but are not numbers. In quotes they are texts.",
    wrong: r#"
rack "B" units=42U
"#,
    right: r#"
rack "B" units=42
"#,
    check: None, // found when the text is read
};
