//! `storage/tainted-node`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "storage/tainted-node",
    level: Level::Error,
    since: "0.1.0",
    summary: "a taint keeps Ceph away from a machine with its disks",
    why: "Ceph's daemons tolerate only the taint of control planes: the OSDs of this machine stay \
          Pending, and its disks never join. The only sign is a pod that waits.",
    fr: French {
        summary: "un taint tient Ceph à l'écart d'une machine qui porte ses disques",
        why: "Les démons de Ceph tolèrent le taint des control planes et aucun autre : les OSD de \
              cette machine restent Pending, et ses disques n'entrent jamais. Rien ne le dit, sauf \
              un pod qui attend.",
    },
    // emit/ceph/cluster.rs placement.all.tolerations; rook#11699
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000014" size="4TB" media=hdd use=storage
    taint "dedicated" value="gpu"
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    taint "dedicated" value="gpu"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One taint of a role reaches many machines: it is told once.
    let mut told = FxHashSet::default();
    for node in &cx.model.nodes {
        let Some(disk) = node.storage_disks().next() else {
            continue;
        };
        let Some(taint) = node.taint(&cx.model.cluster) else {
            continue;
        };
        if told.insert(taint.key.span) {
            report.push(
                RULE.at(
                    taint.key.span,
                    format!(
                        "taint `{}` keeps Ceph away from node `{}`",
                        taint.key.value, node.decl.name
                    ),
                )
                .label("Ceph does not tolerate it")
                .also(disk.head.span, "never becomes an OSD")
                .help(
                    "remove this taint; if it must stay, write `use=spare` in place of \
                     `use=storage` on the disks of the machine",
                ),
            );
        }
    }
}
