//! `output/not-a-file`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/not-a-file",
    level: Level::Error,
    since: "0.1.0",
    summary: "a link or a folder is where a file of the output belongs",
    why: "Radier never writes through a link: it could lead out of the repository, to a hook of \
          Git for example.",
    fr: French {
        summary: "un lien ou un dossier est à la place d'un fichier de la sortie",
        why: "Radier n'écrit jamais à travers un lien : il pourrait mener hors du dépôt, à un \
              crochet de Git par exemple.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
