//! `storage/no-rack`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::FailureDomain;

pub static RULE: Rule = Rule {
    id: "storage/no-rack",
    level: Level::Error,
    since: "0.1.0",
    summary: "copies are kept apart by rack, and a machine is in none",
    why: "Ceph treats a machine without a rack as a rack of its own: two copies may be in one real \
          rack, and be lost together.",
    fr: French {
        summary: "les copies sont séparées par baie, et une machine n'est dans aucune",
        why: "Ceph apprend la baie d'une machine par son étiquette. Une machine sans baie compte \
              pour une baie à elle seule : des copies qui devraient survivre à une baie peuvent la \
              partager.",
    },
    wrong: &[r#"
rack "B"
allow "node/one-rack" reason="the second rack is far away"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=2 failure-domain=rack
    pool "apps" media=hdd serves=apps default=#true
    allow "storage/single-copy" reason="two racks"
    allow "storage/no-spare-host" reason="two racks"
    allow "storage/monitor-majority" reason="two racks"
    allow "storage/unbalanced-hosts" reason="two racks"
}
node "worker-3" model="server" role=worker {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
rack "B"
allow "node/one-rack" reason="the second rack is far away"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=2 failure-domain=rack
    pool "apps" media=hdd serves=apps default=#true
    allow "storage/single-copy" reason="two racks"
    allow "storage/no-spare-host" reason="two racks"
    allow "storage/monitor-majority" reason="two racks"
    allow "storage/unbalanced-hosts" reason="two racks"
}
node "worker-3" model="server" role=worker {
    place rack="B" unit=1
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(pool) = cx
        .model
        .pools()
        .iter()
        .find(|pool| pool.failure_domain.value == FailureDomain::Rack)
    else {
        return;
    };
    let rack = cx
        .model
        .racks
        .first()
        .map_or("...", |rack| &rack.name.value.0);
    for node in cx
        .model
        .nodes
        .iter()
        .filter(|node| node.decl.place.is_none())
    {
        if node
            .storage_disks()
            .any(|disk| disk.media.value == pool.media.value)
        {
            report.push(
                RULE.at(
                    node.decl.head.span,
                    format!("node `{}` has storage but is in no rack", node.decl.name),
                )
                .label("its rack is not given")
                .also(
                    pool.failure_domain.span,
                    format!("pool `{}` keeps copies in different racks", pool.name),
                )
                .help(format!(
                    "say where it is: `place rack=\"{rack}\" unit=1` for example in its block; \
                     `unit` is its lowest unit, counted from the bottom of the rack"
                )),
            );
        }
    }
}
