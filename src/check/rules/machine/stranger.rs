//! `machine/stranger`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "machine/stranger",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a machine answers that the description does not know",
    why: "It may be a new machine, an old one that should be off, or a description with every \
          number wrong. What is not described is not part of any plan.",
    fr: French {
        summary: "une machine répond que la description ne connaît pas",
        why: "C'est peut-être une nouvelle machine, une ancienne qui devrait être éteinte, ou une \
              description dont tous les numéros sont faux. Ce qui n'est pas décrit ne fait partie \
              d'aucun plan.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when machines are held against the description
};
