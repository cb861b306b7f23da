//! `output/missing`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/missing",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file of the output is missing",
    why: "Argo CD and the runbooks use what is committed. A description that was merged without \
          its output changes nothing on the platform, or half of what it says.",
    fr: French {
        summary: "un fichier de la sortie manque",
        why: "Argo CD et les procédures utilisent ce qui est commité. Une description fusionnée \
              sans sa sortie ne change rien à la plateforme, ou la moitié de ce qu'elle dit.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
