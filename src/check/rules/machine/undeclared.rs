//! `machine/undeclared`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "machine/undeclared",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a machine has a disk that nobody described",
    why: "Nobody uses such a disk, and nobody protects it: it is missing from every sum, and the \
          next who needs one takes it without asking.",
    fr: French {
        summary: "une machine a un disque que personne n'a décrit",
        why: "Personne n'utilise un tel disque, et personne ne le protège : il manque dans toutes \
              les sommes, et le prochain qui en cherche un le prend sans demander.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when machines are held against the description
};
