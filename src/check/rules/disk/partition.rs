//! `disk/partition`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "disk/partition",
    level: Level::Error,
    since: "0.1.0",
    summary: "a partition is named where a whole disk belongs",
    why: "Talos and Ceph take whole disks. A name that ends in -part1 is a partition: the \
          installer refuses it, and Ceph skips the disk without an error.",
    fr: French {
        summary: "une partition est nommée là où il faut un disque entier",
        why: "Talos et Ceph prennent des disques entiers. Un nom qui finit par -part1 est une \
              partition : l'installateur la refuse, et Ceph saute le disque sans erreur.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-CT500MX500SSD1_2214E6000004-part1" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-CT500MX500SSD1_2214E6000004" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in &node.decl.disk {
            let name = disk.id.name();
            let Some((whole, number)) = name.rsplit_once("-part") else {
                continue;
            };
            if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) {
                report.push(
                    RULE.at(
                        disk.id.span,
                        format!(
                            "disk `{}` of node `{}` is a partition",
                            disk.name, node.decl.name
                        ),
                    )
                    .label(format!("`-part{number}` is a part of a disk"))
                    .help(format!(
                        "name the whole disk, if nothing on it is needed, not even on other \
                         partitions: `id=\"{whole}\"`"
                    )),
                );
            }
        }
    }
}
