//! `allow/unused`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/unused",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an `allow` hides nothing",
    why: "What it accepted is no longer there. Left in place, it would hide the next finding of its kind, which nobody \
          has looked at.",
    wrong: r#"
allow "storage/unbalanced-hosts" reason="new disks are ordered"
"#,
    right: r#"
"#,
    check: None,
};
