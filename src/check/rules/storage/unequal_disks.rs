//! `storage/unequal-disks`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, Media};
use crate::model::Node;

pub static RULE: Rule = Rule {
    id: "storage/unequal-disks",
    level: Level::Warning,
    since: "0.1.0",
    summary: "disks of one class in one machine differ more than two to one",
    why: "Ceph gives each disk data in proportion to its size, and requests come with the data. A \
          larger disk is no faster, so all VMs wait for it.",
    fr: French {
        summary: "des disques d'une classe dans une machine diffèrent de plus du double",
        why: "Ceph donne à chaque disque des données selon sa taille, et les requêtes viennent \
              avec les données. Un plus grand disque n'est pas plus rapide : toutes les VM \
              l'attendent.",
    },
    // ceph docs rados/operations/crush-map: weights follow sizes
    wrong: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="3TB" media=hdd use=storage
    disk "d2" id="ata-HDD_000012b" size="1TB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="2TB" media=hdd use=storage
    disk "d2" id="ata-HDD_000012b" size="2TB" media=hdd use=storage
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::STORAGE],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

/// Largest to smallest disk.
const RATIO: u64 = 2;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for class in &cx.classes {
            let media = class.pool.media.value;
            let of_class = || {
                node.storage_disks()
                    .filter(move |disk| disk.media.value == media)
            };
            let (Some(small), Some(large)) = (
                of_class().min_by_key(|disk| disk.size.bytes()),
                of_class().max_by_key(|disk| disk.size.bytes()),
            ) else {
                continue;
            };
            if large.size.bytes() > small.size.bytes() * RATIO {
                report.push(unequal(node, media, small, large));
            }
        }
    }
}

fn unequal(node: &Node, media: Media, small: &Disk, large: &Disk) -> Diagnostic {
    RULE.at(
        large.size.span,
        format!(
            "disk `{}` of node `{}` does most of the work of the {media} disks",
            large.name, node.decl.name
        ),
    )
    .label(format!(
        "gets {:.1} times the requests of `{}`",
        large.size.bytes() as f64 / small.size.bytes().max(1) as f64,
        small.name
    ))
    .also(small.size.span, format!("`{}` is smaller", small.name))
    .help(format!(
        "give each machine disks of similar size when you next buy or move some; \
         until then, {}",
        RULE.accept()
    ))
}
