//! `output/written`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/written",
    level: Level::Note,
    since: "0.1.0",
    summary: "a build has written or removed a file",
    why: "It is to be committed together with the description: Argo CD and the runbooks use what \
          is committed.",
    fr: French {
        summary: "une construction a écrit ou retiré un fichier",
        why: "Il est à commiter avec la description : Argo CD et les procédures utilisent ce qui \
              est commité.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
