//! `syntax/too-large`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/too-large",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file is larger than 64 MiB",
    why: "A description of ten thousand machines has 14 MB. A larger file is not a description.",
    fr: French {
        summary: "un fichier dépasse 64 Mio",
        why: "Une description de dix mille machines fait 14 Mo. Un fichier plus grand n'est pas \
              une description.",
    },
    wrong: &[r#"

"#],
    right: &[r#"

"#],
    check: Check::Elsewhere, // found when the text is read
};
