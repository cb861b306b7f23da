//! `input/unreadable`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "input/unreadable",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file of the description cannot be read",
    why: "Nothing can be said of a description of which a part is missing. Files of a description \
          are plain files of UTF-8 text, below 64 MiB, inside of its folder: whoever opens a pull \
          request decides what a link leads to, and what it leads to would be printed in the log.",
    fr: French {
        summary: "un fichier de la description ne peut pas être lu",
        why: "On ne peut rien dire d'une description dont une partie manque. Les fichiers d'une \
              description sont des fichiers ordinaires de texte UTF-8, de moins de 64 Mio, dans \
              son dossier : qui ouvre une demande de fusion décide où mène un lien, et ce à quoi \
              il mène paraîtrait dans le journal.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when the folder is read
};
