//! `syntax/stray-brace`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/stray-brace",
    level: Level::Error,
    since: "0.1.0",
    summary: "a closing brace closes nothing",
    why: "A brace too many often means that one is missing above.",
    wrong: r#"
rack "B"
}
"#,
    right: r#"
rack "B"
"#,
    check: None, // found when the text is read
};
