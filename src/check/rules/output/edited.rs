//! `output/edited`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/edited",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file of the output was edited by hand",
    why: "The next build would throw the edit away, and nobody would know why the platform changed \
          back.",
    fr: French {
        summary: "un fichier de la sortie a été modifié à la main",
        why: "La prochaine construction jetterait la modification, et personne ne saurait pourquoi \
              la plateforme est revenue en arrière.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
