//! `output/stale`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/stale",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file of the output is not what the description says",
    why: "Argo CD and the runbooks use what is committed. The reviewers of a pull request saw the \
          description, and the platform gets something else.",
    fr: French {
        summary: "un fichier de la sortie n'est pas ce que dit la description",
        why: "Argo CD et les procédures utilisent ce qui est commité. Les relecteurs d'une demande \
              de fusion ont vu la description, et la plateforme reçoit autre chose.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
