//! `storage/monitor-majority`

use crate::capacity::hosts_with;
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::FailureDomain;
use crate::model::{Model, Pool};

pub static RULE: Rule = Rule {
    id: "storage/monitor-majority",
    level: Level::Warning,
    since: "0.1.0",
    summary: "one failure takes the majority of Ceph's monitors, and the copies do not help",
    why: "Ceph stops all volumes as soon as less than half of its monitors answer, however many \
          copies are left.\n\nOn two machines there is one monitor; in two racks one of them holds \
          two of three. Three places are the fewest of which any may fail.",
    fr: French {
        summary: "une panne prend la majorité des moniteurs de Ceph, et les copies n'y changent rien",
        why: "Ceph arrête tous les volumes dès que moins de la moitié de ses moniteurs répondent, \
              quel que soit le nombre de copies qui restent. Sur deux machines il y a un moniteur \
              ; dans deux baies l'une en a deux sur trois. Il faut trois places pour que l'une, \
              n'importe laquelle, puisse tomber.",
    },
    wrong: &[
        r#"
rack "B"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="B" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=2 failure-domain=rack
    pool "apps" media=hdd serves=apps default=#true
    allow "storage/single-copy" reason="an example"
    allow "storage/no-spare-host" reason="an example"
    allow "storage/unbalanced-hosts" reason="an example"
}
"#,
        r#"
node "worker-3" model="server" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
}
node "worker-9" model="server" role=worker {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
}
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=2
    pool "apps" media=hdd serves=apps replicas=2 default=#true
    allow "storage/single-copy" reason="an example"
    allow "storage/no-spare-host" reason="an example"
}
"#,
    ],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=2
    pool "apps" media=hdd serves=apps replicas=2 default=#true
    allow "storage/single-copy" reason="an example"
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::NODES, sums::RACKS, sums::STORAGE],
        each: false,
        unless: sums::WRONG_DISKS,
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    // Not enough for one pool: `storage/too-few-hosts`.
    let lacks = |pool: &Pool| hosts_with(model, pool).len() < pool.redundancy.width() as usize;
    if model.pools().iter().any(lacks) {
        return;
    }
    // One copy, or one machine: nothing was meant to survive.
    let survives = |pool: &&Pool| pool.redundancy.width() > 1;
    let (hosts, racks) = (model.storage_nodes().count(), model.storage_racks());
    let mut pools = model.pools().iter().filter(survives);
    if let (2, Some(pool)) = (hosts, pools.next()) {
        report.push(one_monitor(model, pool));
        return;
    }
    let by_rack = |pool: &&Pool| pool.failure_domain.value == FailureDomain::Rack;
    let pool = model.pools().iter().filter(survives).find(by_rack);
    if let (Some(pool), [one, other]) = (pool, racks.as_slice()) {
        report.push(two_racks(pool, [one, other]));
    }
}

fn one_monitor(model: &Model, pool: &Pool) -> Diagnostic {
    let names: Vec<String> = model
        .storage_nodes()
        .map(|node| format!("`{}`", node.decl.name))
        .collect();
    RULE.at(
        pool.redundancy_span,
        format!(
            "Ceph has one monitor for {}: without its machine all storage stops",
            names.join(" and ")
        ),
    )
    .label(format!("{} do not help then", pool.redundancy.words()))
    .note("two monitors would be worse: both would have to answer")
    .help(format!(
        "give a third machine a disk with `use=storage`: three monitors survive the loss of one; \
         if this is all you have, {}",
        RULE.accept()
    ))
}

fn two_racks(pool: &Pool, [one, other]: [&str; 2]) -> Diagnostic {
    RULE.at(
        pool.failure_domain.span,
        format!(
            "racks `{one}` and `{other}`: one holds two of three monitors, and takes them all along"
        ),
    )
    .label("the copies survive a rack, the monitors do not")
    .help(format!(
        "put a machine with a disk for storage into a third rack; if two are all you have, {}",
        RULE.accept()
    ))
}
