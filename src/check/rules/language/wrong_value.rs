//! `language/wrong-value`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "language/wrong-value",
    level: Level::Error,
    since: "0.1.0",
    summary: "a value is of another type than its word wants",
    why: "Radier does not guess what was meant: a wrong guess would show only on the \
          machines.\n\nThe value cannot mean what the word says: `64` may be bytes or gibibytes.",
    fr: French {
        summary: "une valeur est d'un autre type que ce que son mot demande",
        why: "La valeur ne peut pas vouloir dire ce que dit le mot. Deviner construirait ce que \
              personne n'a écrit : `64` peut être des octets ou des gibioctets.",
    },
    wrong: &[r#"
rack "B" units="many"
"#],
    right: &[r#"
rack "B" units=42
"#],
    check: Check::Elsewhere, // found when the declarations are decoded
};
