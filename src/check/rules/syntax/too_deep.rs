//! `syntax/too-deep`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/too-deep",
    level: Level::Error,
    since: "0.1.0",
    summary: "more than 64 blocks inside each other",
    why: "No description needs that many. The limit keeps a broken file from using up the memory \
          of the machine.",
    fr: French {
        summary: "plus de 64 blocs l'un dans l'autre",
        why: "Le langage emboîte au plus quatre blocs. La limite empêche toute entrée d'épuiser la \
              mémoire du programme.",
    },
    wrong: &[r#"
a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a { a {
"#],
    right: &[r#"
rack "B"
"#],
    check: Check::Elsewhere, // found when the text is read
};
