//! `syntax/hidden-character`

use crate::check::{French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "syntax/hidden-character",
    level: Level::Error,
    since: "0.1.0",
    summary: "an invisible character is in the file",
    why: "Characters that change the direction of text, or control a terminal, can make a file look different from what \
          it contains. Reviewers would approve what they do not see.",
    fr: French {
        summary: "un caractère invisible est dans le fichier",
        why: "Des caractères qui changent le sens d'écriture, ou commandent un terminal, peuvent faire paraître un fichier \
              autre que ce qu'il dit. On approuverait ce qu'on ne voit pas.",
    },
    wrong: "\nrack \"B\" room=\"\u{202e}cellar\"\n",
    right: r#"
rack "B" room="cellar"
"#,
    check: None, // found when the text is read
};
