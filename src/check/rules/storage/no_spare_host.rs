//! `storage/no-spare-host`

use crate::capacity::hosts_with;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::FailureDomain;
use crate::model::Pool;

pub static RULE: Rule = Rule {
    id: "storage/no-spare-host",
    level: Level::Note,
    since: "0.1.0",
    summary: "every machine of a pool holds a copy of everything: none is spare",
    why: "While one machine is down, even for an update, its copies and its Ceph monitor can go \
          nowhere. Data stays reachable, but Ceph stays unhealthy until the machine is back, and a \
          second failure in that time stops all volumes. Start no other work on the storage before \
          `ceph status` says HEALTH_OK.",
    fr: French {
        summary: "chaque machine d'un pool a une copie de tout : aucune n'est de réserve",
        why: "Quand une machine est arrêtée, même pour une mise à jour, ses copies et son moniteur \
              Ceph ne peuvent aller nulle part. Les données restent accessibles, mais Ceph n'est \
              pas sain avant le retour de la machine, et une seconde panne pendant ce temps arrête \
              tous les volumes. Ne commencez aucun autre travail sur le stockage avant que `ceph \
              status` dise HEALTH_OK.",
    },
    wrong: &[r#"
node "worker-9" model="server" role=worker {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-9" model="server" role=worker {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000019" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::STORAGE],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // Not enough for one pool: `storage/too-few-hosts`.
    if cx
        .model
        .pools()
        .iter()
        .any(|pool| hosts_with(cx.model, pool).len() < pool.redundancy.width() as usize)
    {
        return;
    }
    // One cause for all pools: the number of machines.
    let tight = |pool: &&crate::model::Pool| {
        let width = pool.redundancy.width() as usize;
        width > 1 && hosts_with(cx.model, pool).len() == width
    };
    let pools: Vec<_> = cx.model.pools().iter().filter(tight).collect();
    let Some(first) = pools.first() else { return };
    report.push(no_spare(first, &pools));
}

fn no_spare(first: &Pool, pools: &[&Pool]) -> Diagnostic {
    let width = first.redundancy.width();
    let (machines, machine) = match first.failure_domain.value {
        FailureDomain::Host => ("machines", "machine"),
        FailureDomain::Rack => ("racks", "rack"),
    };
    let monitors = match (first.failure_domain.value, width) {
        (FailureDomain::Host, 3) => " and the monitor",
        _ => "",
    };
    let names: Vec<String> = pools
        .iter()
        .map(|pool| format!("`{}`", pool.name))
        .collect();
    RULE.at(
        first.head,
        format!(
            "there is no spare {machine}: Ceph needs all {width} {machines} with {} disks",
            first.media
        ),
    )
    .label(format!(
        "{} on {width} {machines}",
        first.redundancy.words()
    ))
    .note(format!(
        "while one is down, the data of {} stays reachable, but the copies{monitors} of that \
         {machine} cannot be made anew; a second failure then stops the storage",
        names.join(" and ")
    ))
    .help(format!(
        "add a {machine} with {} disks and `use=storage`; if this is all you have, {}",
        first.media,
        RULE.accept()
    ))
}
