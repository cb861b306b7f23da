//! `reference/file`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "reference/file",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file that the description names cannot be read",
    why: "Paths start in the folder of the description and stay inside it, so that a description \
          means the same on every computer.",
    fr: French {
        summary: "un fichier que la description nomme ne peut pas être lu",
        why: "Les chemins partent du dossier de la description et restent dedans, pour qu'une \
              description veuille dire la même chose sur chaque machine.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "../../etc/passwd"
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
