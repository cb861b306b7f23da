//! `output/foreign`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/foreign",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file in the output folder was not written by Radier",
    why: "Argo CD applies whatever is in its folders: a file that no description accounts for can \
          give rights to anybody. Radier never changes or removes what it did not write.",
    fr: French {
        summary: "un fichier du dossier de sortie n'a pas été écrit par Radier",
        why: "Argo CD applique tout ce qui est dans ses dossiers : un fichier dont aucune \
              description ne rend compte peut donner des droits à n'importe qui. Radier ne change \
              ni ne retire jamais ce qu'il n'a pas écrit.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
