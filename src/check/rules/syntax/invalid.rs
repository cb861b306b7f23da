//! `syntax/invalid`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/invalid",
    level: Level::Error,
    since: "0.1.0",
    summary: "text that is not KDL",
    why: "Only a part of the file could be read. That part is still checked, so that one run shows \
          as many mistakes as possible.",
    fr: French {
        summary: "un texte qui n'est pas du KDL",
        why: "Seule une partie du fichier a pu être lue. Tout ce qui a pu l'être est vérifié quand \
              même, pour qu'une seule exécution montre toutes les erreurs.",
    },
    wrong: &[r#"
rack "B" units=42 (room
"#],
    right: &[r#"
rack "B" units=42
"#],
    check: Check::Elsewhere, // found when the text is read
};
