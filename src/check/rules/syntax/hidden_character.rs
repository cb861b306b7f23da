//! `syntax/hidden-character`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/hidden-character",
    level: Level::Error,
    since: "0.1.0",
    summary: "an invisible character is in the file",
    why: "A name with an invisible character is another name: it matches nothing, and nobody sees \
          why. Some of these characters even make a file look different from what it contains, so \
          that reviewers approve what they do not see.",
    fr: French {
        summary: "un caractère invisible est dans le fichier",
        why: "Un nom avec un caractère invisible est un autre nom : il ne correspond à rien, et \
              personne ne voit pourquoi. Certains font même paraître un fichier autre que ce qu'il \
              dit : on approuverait ce qu'on ne voit pas.",
    },
    wrong: &["\nrack \"B\" room=\"\u{202e}cellar\"\n"],
    right: &[r#"
rack "B" room="cellar"
"#],
    check: Check::Elsewhere, // found when the text is read
};
