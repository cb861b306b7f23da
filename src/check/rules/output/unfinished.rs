//! `output/unfinished`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "output/unfinished",
    level: Level::Error,
    since: "0.1.0",
    summary: "the lock of the output is missing or old, or a build was interrupted",
    why: "The lock says which files are Radier's. Without it, the next build cannot tell them from \
          files of others.",
    fr: French {
        summary: "le verrou de la sortie manque ou est vieux, ou une construction a été \
                  interrompue",
        why: "Le verrou dit quels fichiers sont ceux de Radier. Sans lui, la prochaine \
              construction ne peut pas les distinguer de ceux des autres.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the output is compared
};
