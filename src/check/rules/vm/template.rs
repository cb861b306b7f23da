//! `vm/template`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "vm/template",
    level: Level::Error,
    since: "0.1.0",
    summary: "a cloud-init template cannot be rendered",
    why: "A name that the template uses but nobody defines would become empty text: a VM without \
          host name or users. That is why it is an error.",
    fr: French {
        summary: "un modèle cloud-init ne peut pas être rempli",
        why: "Un nom que le modèle utilise et que personne ne définit deviendrait un texte vide : \
              une VM sans nom d'hôte ni utilisateurs. C'est donc une erreur.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "wrong.yaml.j2"
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "right.yaml.j2"
    }
}
"#],
    check: Check::Elsewhere, // found when names are resolved
};
