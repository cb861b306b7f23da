//! `disk/removable`

use crate::check::about::machines::disk_names;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Use;

pub static RULE: Rule = Rule {
    id: "disk/removable",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a machine keeps something on a USB disk",
    why: "USB disks and sticks are pulled by people who need one, drop off the bus under load, and \
          wear out within months of writes by etcd or Ceph. A machine that loses its system disk \
          does not come back.",
    fr: French {
        summary: "une machine garde quelque chose sur un disque derrière l'USB",
        why: "Les disques et clés USB sont débranchés par ceux qui en ont besoin, disparaissent du \
              bus sous la charge, et s'usent en quelques mois sous les écritures d'etcd ou de \
              Ceph. Une machine qui perd son disque système ne revient pas.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="usb-SanDisk_Ultra_4C530001" size="128GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for disk in node
            .decl
            .disk
            .iter()
            .filter(|disk| disk.purpose.value != Use::Spare)
        {
            if disk
                .id
                .0
                .strip_prefix("/dev/disk/by-id/")
                .unwrap_or(&disk.id.0)
                .starts_with("usb-")
            {
                report.push(
                    RULE.at(
                        disk.id.span,
                        format!(
                            "disk `{}` of node `{}` is connected by USB",
                            disk.name, node.decl.name
                        ),
                    )
                    .label("it can be pulled while the machine runs")
                    .help(
                        "use a disk inside of the machine: change `id`, `size` and `media` of this \
                         line",
                    )
                    .help(disk_names(cx, node)),
                );
            }
        }
    }
}
