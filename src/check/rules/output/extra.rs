//! `output/extra`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/extra",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file of the output belongs to nothing any more",
    why: "Argo CD goes on applying it: what was removed from the description stays on the \
          platform.",
    fr: French {
        summary: "un fichier de la sortie n'appartient plus à rien",
        why: "Argo CD continue de l'appliquer : ce qui a été retiré de la description reste sur la \
              plateforme.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
