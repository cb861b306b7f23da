//! `syntax/wrong-escape`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/wrong-escape",
    level: Level::Error,
    since: "0.1.0",
    summary: "a backslash stands before a letter that means nothing",
    why: "Inside quotes a backslash starts an escape. Paths and patterns with backslashes are \
          easier to write as raw text.",
    fr: French {
        summary: "une barre oblique inverse est devant une lettre qui ne veut rien dire",
        why: "Entre guillemets, une barre oblique inverse commence un échappement. Les chemins et \
              motifs qui en contiennent s'écrivent en textes bruts.",
    },
    wrong: &[r#"
rack "B" room="C:\\server\qroom"
"#],
    right: &[r#"
rack "B" room="cellar"
"#],
    check: Check::Elsewhere, // found when the text is read
};
