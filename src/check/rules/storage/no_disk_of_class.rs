//! `storage/no-disk-of-class`

use crate::capacity::hosts_with;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "storage/no-disk-of-class",
    level: Level::Error,
    since: "0.1.0",
    summary: "a pool is on a kind of disk that no machine has",
    why: "Ceph creates the pool and cannot store anything in it. Every volume in it stays Pending.",
    fr: French {
        summary: "un pool est sur une sorte de disque qu'aucune machine n'a",
        why: "Ceph crée le pool et ne peut pas y placer un octet. Chacun de ses volumes reste \
              Pending.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=nvme serves=apps default=#true
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for pool in cx.model.pools().iter() {
        if !hosts_with(cx.model, pool).is_empty() {
            continue;
        }
        let mut found: Vec<&str> = cx
            .model
            .nodes
            .iter()
            .flat_map(|node| node.storage_disks())
            .map(|disk| disk.media.word())
            .collect();
        found.sort_unstable();
        found.dedup();
        let problem = RULE
            .at(
                pool.media.span,
                format!(
                    "pool `{}` needs {} disks, and there are none for storage",
                    pool.name, pool.media
                ),
            )
            .label("no disk of this kind has use=storage");
        report.push(if found.is_empty() {
            problem.help("write `use=storage` on the disks that Ceph may have whole")
        } else {
            problem.help(format!(
                "write `media={}` here, the kind that your disks for storage have; or \
                 `use=storage` on {} disks that hold nothing you need: Ceph takes whole disks",
                found.join("` or `media="),
                pool.media
            ))
        });
    }
}
