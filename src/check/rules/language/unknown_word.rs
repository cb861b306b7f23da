//! `language/unknown-word`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "language/unknown-word",
    level: Level::Error,
    since: "0.1.0",
    summary: "a word is not known where it is",
    why: "If it were ignored, a setting that somebody relies on would silently have no effect: \
          other tools drop the DNS servers of a machine that way.",
    fr: French {
        summary: "un mot n'est pas connu là où il se trouve",
        why: "Un mot mal écrit et ignoré serait un réglage qui, en silence, n'existe pas : \
              d'autres outils perdent ainsi les serveurs DNS d'une machine.",
    },
    wrong: &[r#"
rack "B" unit=42
"#],
    right: &[r#"
rack "B" units=42
"#],
    check: Check::Elsewhere, // found when the declarations are decoded
};
