//! `machine/differs`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "machine/differs",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine says something else than the description",
    why: "Sums of memory, pools of disks and keys of encryption follow the description. Where the \
          machine is another one, Ceph takes the wrong disk, pods find no memory, or a volume is \
          never unlocked.",
    fr: French {
        summary: "une machine dit autre chose que la description",
        why: "Les sommes de mémoire, les pools de disques et les clés de chiffrement suivent la \
              description. Si la machine est une autre, Ceph prend le mauvais disque, les pods ne \
              trouvent pas de mémoire, ou un volume n'est jamais déverrouillé.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when machines are held against the description
};
