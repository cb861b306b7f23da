//! `machine/holds-data`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "machine/holds-data",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a disk that must be blank holds something",
    why: "Ceph and user volumes take blank disks only. With an old signature on it, the disk is \
          left out without a word; and what is on it may be the only copy of something.",
    fr: French {
        summary: "un disque qui doit être vierge contient quelque chose",
        why: "Ceph et les volumes ne prennent que des disques vierges. Avec une ancienne \
              signature, le disque est laissé de côté sans un mot ; et ce qu'il contient est peut- \
              être la seule copie de quelque chose.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when machines are held against the description
};
