//! `machine/absent`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "machine/absent",
    level: Level::Error,
    since: "0.1.0",
    summary: "a card or a disk of the description is not in the machine",
    why: "A card is found by its MAC address and a disk by its name. One that is not there leaves \
          the machine without network, without Talos, or without a disk of Ceph; the line may \
          belong to another machine.",
    fr: French {
        summary: "une carte ou un disque de la description n'est pas dans la machine",
        why: "Une carte est trouvée par son adresse MAC et un disque par son nom. Ce qui n'y est \
              pas laisse la machine sans réseau, sans Talos ou sans un disque de Ceph ; la ligne \
              est peut-être celle d'une autre machine.",
    },
    wrong: &[],
    right: &[],
    check: Check::Elsewhere, // found when machines are held against the description
};
