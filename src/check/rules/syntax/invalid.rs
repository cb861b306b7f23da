//! `syntax/invalid`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "text that is not KDL",
    why: "Only a part of the file could be read. Everything that could be read is checked all the same, so that \
          one run shows all mistakes.",
    wrong: r#"
rack "B" units=42 (room
"#,
    right: r#"
rack "B" units=42
"#,
    check: None, // found when the text is read
};
