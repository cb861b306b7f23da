//! `allow/not-allowed`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "allow/not-allowed",
    level: Level::Error,
    since: "0.1.0",
    summary: "an error cannot be accepted",
    why: "If an error were accepted, the output would be wrong or refused, or data would be lost. \
          Only warnings and notes can be accepted.",
    fr: French {
        summary: "une erreur ne peut pas être acceptée",
        why: "Les erreurs sont des constats avec lesquels la sortie serait fausse, refusée, ou \
              perdrait des données. Seuls les avertissements et les notes se discutent.",
    },
    wrong: &[r#"
allow "disk/two-uses" reason="it will be fine"
"#],
    right: &[r#"
"#],
    check: Check::Elsewhere,
};
