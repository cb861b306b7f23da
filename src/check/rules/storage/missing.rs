//! `storage/missing`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, Media};
use crate::model::{Model, Node, Purpose};

pub static RULE: Rule = Rule {
    id: "storage/missing",
    level: Level::Error,
    since: "0.1.0",
    summary: "something needs storage, and no pool is for it",
    why: "Without this pool the volume stays Pending forever.\n\nDisks of VMs and images need a \
          pool with serves=vm. A vcluster keeps its state on a volume, which needs a pool with \
          serves=apps. Disks with use=storage need a storage backend that takes them.",
    fr: French {
        summary: "quelque chose a besoin de stockage, et aucun pool n'est fait pour cela",
        why: "Les disques de VM et les images ont besoin d'un pool avec serves=vm. Un vcluster \
              garde son état sur un volume, qui a besoin d'un pool avec serves=apps. Les disques \
              avec use=storage ont besoin d'un stockage qui les prenne.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::STORAGE],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    if !model.extra_storage.is_empty() {
        return;
    }
    let serves = |purpose: Purpose| model.pools().iter().any(|pool| pool.purpose == purpose);
    if model.storage.is_none()
        && let Some((node, disk)) = model
            .nodes
            .iter()
            .find_map(|node| Some((node, node.storage_disks().next()?)))
    {
        report.push(unused(node, disk));
        // Whatever else needs a pool needs this backend.
        return;
    }
    if !serves(Purpose::Vm) {
        let disk = model
            .vms
            .iter()
            .find_map(|vm| vm.disks.first())
            .map(|disk| (disk.decl.head.span, "disks of VMs"));
        if let Some((at, what)) = disk.or_else(|| {
            model
                .images
                .first()
                .map(|image| (image.decl.head.span, "images"))
        }) {
            report.push(
                RULE.at(at, format!("{what} need a pool with serves=vm"))
                    .label("nowhere to keep it")
                    .help(add(model, "`pool \"vm\"", "serves=vm`")),
            );
        }
    }
    if !serves(Purpose::Apps)
        && let Some(vcluster) = model.vclusters.first()
    {
        report.push(
            RULE.at(
                vcluster.decl.head.span,
                format!(
                    "vcluster `{}` needs a pool with serves=apps",
                    vcluster.decl.name
                ),
            )
            .label("nowhere to keep its state")
            .help(add(model, "`pool \"apps\"", "serves=apps default=#true`")),
        );
    }
}

fn unused(node: &Node, disk: &Disk) -> Diagnostic {
    RULE.at(
        disk.purpose.span,
        format!(
            "disk `{}` of node `{}` is for storage, and there is none",
            disk.name, node.decl.name
        ),
    )
    .label("no storage uses it")
    .help("add a block `storage \"ceph\" { ... }` with its pools, or write `use=spare` here")
}

/// A pool between two pieces of its line, on the kind of disk that there are most of.
fn add(model: &Model, start: &str, end: &str) -> String {
    let disks = |media: Media| {
        model
            .nodes
            .iter()
            .flat_map(|node| node.storage_disks())
            .filter(|disk| disk.media.value == media)
            .count()
    };
    let media = Media::ALL
        .iter()
        .copied()
        .max_by_key(|media| disks(*media))
        .filter(|media| disks(*media) > 0);
    match (media, &model.storage) {
        (Some(media), Some(_)) => {
            format!("add {start} media={media} {end} to the block of `storage`")
        }
        _ => format!(
            "add a block `storage \"ceph\"` with {start} media=... {end}, and `use=storage` to its \
disks"
        ),
    }
}
