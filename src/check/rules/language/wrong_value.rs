//! `language/wrong-value`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "language/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a value is of another type than its word wants",
    why: "The value cannot mean what the word says. Guessing would build something that nobody wrote: `64` may be bytes or \
          gibibytes.",
    wrong: r#"
rack "B" units="many"
"#,
    right: r#"
rack "B" units=42
"#,
    check: None, // found when the declarations are decoded
};
