//! `vm/nowhere-to-run`

use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::Level;

pub static RULE: Rule = Rule {
    id: "vm/nowhere-to-run",
    level: Level::Error,
    since: "0.1.0",
    summary: "a VM is placed on machines that run no workloads",
    why: "Control planes run no workloads unless the cluster says so. The VM stays Pending \
          forever.",
    fr: French {
        summary: "une VM est placée sur des machines qui ne prennent pas de charges",
        why: "Les plans de contrôle ne prennent pas de charges, sauf si le cluster le dit. La VM \
              reste Pending pour toujours.",
    },
    wrong: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "cp-1" "cp-2"; }
    }
}
"#],
    right: &[r#"
club "vision" {
    quota { cpu 8; memory "32GiB"; storage "100GiB"; }
    vm "recorder" cpu=2 memory="4GiB" {
        disk "root" image="debian-13" size="20GiB"
        placement { nodes "worker-1" "worker-2"; }
    }
}
"#],
    check: Check::Elsewhere, // found by vm/not-migratable, which looks at the same nodes
};
