//! `reference/file`

use crate::check::Rule;
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "reference/file",
    level: Level::Error,
    since: "0.1.0",
    summary: "a file that the description names cannot be read",
    why: "Paths are relative to the folder of the description and stay inside it, so that a description means the \
          same on every machine.",
    wrong: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "../../etc/passwd"
    }
}
"#,
    right: r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        cloud-init "right.yaml.j2"
    }
}
"#,
    check: None, // found when names are resolved
};
