//! `allow/not-allowed`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/not-allowed",
    level: Level::Error,
    since: "0.1.0",
    summary: "an error cannot be accepted",
    why: "Errors are findings with which the output would be wrong, refused, or lose data. Only warnings and notes are a \
          matter of opinion.",
    wrong: r#"
allow "disk/two-uses" reason="it will be fine"
"#,
    right: r#"
"#,
    check: None,
};
