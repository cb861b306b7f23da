//! `allow/expired`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/expired",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an accepted finding is past its day",
    why: "The finding was accepted until a day. The day is over, so it is shown again: either the plan was carried out \
          and the `allow` can go, or somebody decides anew.",
    wrong: r#"
allow "storage/unbalanced-hosts" reason="new disks are ordered" until="2001-01-31"
"#,
    right: r#"
"#,
    check: None,
};
