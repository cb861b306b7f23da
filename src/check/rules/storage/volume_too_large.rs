//! `storage/volume-too-large`

use crate::capacity::{PoolBytes, hosts_with, pool_bytes};
use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Size;
use crate::model::{Pool, Vm, VmDisk};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "storage/volume-too-large",
    level: Level::Error,
    since: "0.1.0",
    summary: "one volume is larger than all that its pool can hold",
    why: "Ceph gives out room only when it is written, so the volume is made and the VM starts. \
          When it fills, Ceph stops all writes of everybody. `overcommit` is for many volumes that \
          are rarely full, not for one that cannot be.",
    fr: French {
        summary: "un volume est plus grand que tout ce que son pool peut contenir",
        why: "Ceph ne donne la place qu'à l'écriture : le volume est créé et la VM démarre. Quand \
              il se remplit, Ceph arrête les écritures de tout le monde. `overcommit` est fait \
              pour beaucoup de volumes rarement pleins, pas pour un seul qui ne peut pas l'être.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    overcommit 4
}
club "archive" {
    quota { cpu 4; memory "16GiB"; storage "9TiB"; }
    vm "tapes" cpu=1 memory="2GiB" {
        disk "root" image="debian-13" size="6TiB"
    }
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    overcommit 4
}
club "archive" {
    quota { cpu 4; memory "16GiB"; storage "9TiB"; }
    vm "tapes" cpu=1 memory="2GiB" {
        disk "root" image="debian-13" size="2TiB"
    }
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
    let bytes = cx
        .model
        .pools()
        .iter()
        .map(|pool| pool_bytes(&hosts_with(cx.model, pool), pool.redundancy));
    let bytes: Vec<_> = bytes.collect();
    for vm in cx.model.vms.iter() {
        for disk in &vm.disks {
            let Some((pool, bytes)) = disk
                .pool
                .and_then(|at| Some((cx.model.pools().get(at)?, bytes[at])))
            else {
                continue;
            };
            // A pool without machines is told of already.
            if bytes.full.bytes() == 0 {
                continue;
            }
            if let Some(limit) = pool
                .limit
                .filter(|limit| limit.value < disk.decl.size.value && limit.value <= bytes.full)
            {
                report.push(over_limit(vm, disk, pool, limit));
                continue;
            }
            if disk.decl.size.value <= bytes.full {
                continue;
            }
            report.push(over_pool(vm, disk, pool, bytes));
        }
    }
}

fn over_limit(vm: &Vm, disk: &VmDisk, pool: &Pool, limit: Spanned<Size>) -> Diagnostic {
    RULE.at(
        disk.decl.size.span,
        format!(
            "disk `{}` of VM `{}` is larger than the limit of pool `{}`",
            disk.decl.name, vm.decl.name, pool.name
        ),
    )
    .label(disk.decl.size.value.to_string())
    .also(limit.span, format!("the limit: {}", limit.value))
    .note("at the limit, Ceph stops all writes to the pool")
    .help("make the disk smaller, or raise the limit")
}

fn over_pool(vm: &Vm, disk: &VmDisk, pool: &Pool, bytes: PoolBytes) -> Diagnostic {
    RULE.at(
        disk.decl.size.span,
        format!(
            "disk `{}` of VM `{}` is larger than pool `{}`",
            disk.decl.name, vm.decl.name, pool.name
        ),
    )
    .label(format!(
        "{}; the pool holds {} with nothing else in it",
        disk.decl.size.value, bytes.full
    ))
    .also(
        pool.head,
        format!("{} on {} disks", pool.redundancy.words(), pool.media),
    )
    .note("when the pool fills up, Ceph stops everybody's writes")
    .help(format!(
        "write `size=\"{}GiB\"` or less (Ceph warns above that), or add disks to the \
         machines",
        bytes.plan.bytes() >> 30
    ))
}
