//! `storage/too-few-hosts`

mod hatches;

use crate::capacity::{Hosts, hosts_with};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::FailureDomain;
use crate::model::{Pool, Redundancy};

pub static RULE: Rule = Rule {
    id: "storage/too-few-hosts",
    level: Level::Error,
    since: "0.1.0",
    summary: "a pool wants more copies than there are places for them",
    why: "No two copies may share a machine (or a rack). With fewer machines than copies, Ceph \
          waits forever to place the last one: volumes stay Pending, and neither Rook nor Ceph \
          says why.",
    fr: French {
        summary: "un pool veut plus de copies qu'il n'y a de places pour elles",
        why: "Deux copies ne peuvent pas partager une machine (ou une baie). Avec moins de \
              machines que de copies, Ceph attend pour toujours de placer la dernière : les \
              volumes restent Pending, et ni Rook ni Ceph ne disent pourquoi.",
    },
    // rook#2411, #10294: pool validation never compares size with hosts
    wrong: &[
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=5
    pool "apps" media=hdd serves=apps default=#true
}
"#,
        r#"
values "rook-ceph-cluster" {
    cephObjectStores {
        - {
            name "objects"
            spec {
                metadataPool { replicated { size 3; }; }
                dataPool { failureDomain "host"; erasureCoded { dataChunks 4; codingChunks 2; }; }
                gateway { port 80; instances 1; }
            }
        }
    }
}
"#,
        r#"
manifests "objects" namespace="rook-ceph" {
    yaml """
        apiVersion: ceph.rook.io/v1
        kind: CephObjectStore
        metadata:
          name: objects
        spec:
          metadataPool: {replicated: {size: 3}}
          dataPool: {failureDomain: rack, replicated: {size: 3}}
          gateway: {port: 80, instances: 1}
        """
}
"#,
    ],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm replicas=3
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
    let mut told: Vec<&Pool> = Vec::new();
    for pool in cx.model.pools().iter() {
        let hosts = hosts_with(cx.model, pool);
        let width = pool.redundancy.width() as usize;
        if hosts.is_empty() || hosts.len() >= width {
            continue; // none at all: `storage/no-disk-of-class`
        }
        // The same lack of machines: told once.
        let alike = |other: &Pool| {
            (
                other.media.value,
                other.redundancy,
                other.failure_domain.value,
            ) == (pool.media.value, pool.redundancy, pool.failure_domain.value)
        };
        if told.iter().any(|other| alike(other)) {
            continue;
        }
        told.push(pool);
        let others: Vec<String> = cx
            .model
            .pools()
            .iter()
            .filter(|other| !std::ptr::eq(*other, pool) && alike(other))
            .map(|other| format!("`{}`", other.name))
            .collect();
        report.push(too_few(pool, &hosts, &others));
    }
    report.extend(hatches::find(cx));
}

fn too_few(pool: &Pool, hosts: &[Hosts], others: &[String]) -> Diagnostic {
    let width = pool.redundancy.width() as usize;
    let (one, many) = match pool.failure_domain.value {
        FailureDomain::Host => ("machine", "machines"),
        FailureDomain::Rack => ("rack", "racks"),
    };
    let lack = width - hosts.len();
    let names: Vec<&str> = hosts.iter().map(|host| host.name.as_str()).collect();
    let have = if hosts.len() == 1 { one } else { many };
    let (who, want) = match others.len() {
        0 => (format!("pool `{}`", pool.name), "needs"),
        _ => (
            format!("pools `{}` and {}", pool.name, others.join(", ")),
            "need",
        ),
    };
    RULE.at(
        pool.redundancy_span,
        format!(
            "{who} {want} {}, and only {} {have} can hold one",
            pool.redundancy.words(),
            hosts.len()
        ),
    )
    .label(format!(
        "each needs its own {one} with {} disks",
        pool.media
    ))
    .note(format!(
        "{many} with {} disks for storage: {}",
        pool.media,
        names.join(", ")
    ))
    .note("Ceph would wait for the missing ones forever, and every volume with it")
    .help(format!(
        "write {}, or add {} disks to {lack} more {}",
        largest(pool.redundancy, hosts.len()),
        pool.media,
        if lack == 1 { one } else { many }
    ))
}

/// More copies than these cost more room than they are worth.
const USUAL: usize = 3;

/// What so many places can keep.
fn largest(wanted: Redundancy, places: usize) -> String {
    match (wanted, places) {
        (Redundancy::Erasure { .. }, 4..) => {
            format!("`data-chunks={} coding-chunks=2`", places - 2)
        }
        _ => format!("`replicas={}`", places.min(USUAL)),
    }
}
