//! `syntax/unclosed`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/unclosed",
    level: Level::Error,
    since: "0.1.0",
    summary: "a block, a text or a comment is never closed",
    why: "Everything after it is read as part of it.\n\nThe mark shows where it was opened; the \
          indentation is used to guess where a block ends.",
    fr: French {
        summary: "un bloc, un texte ou un commentaire n'est jamais fermé",
        why: "Ce qui suit appartient au mauvais bloc, ou à aucun. La marque montre où il a été \
              ouvert ; l'indentation sert à deviner où il finit.",
    },
    wrong: &[r#"
rack "B" units=42 room="cellar
"#],
    right: &[r#"
rack "B" units=42 room="cellar"
"#],
    check: Check::Elsewhere, // found when the text is read
};
