//! `storage/no-default`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::{Model, Purpose};

pub static RULE: Rule = Rule {
    id: "storage/no-default",
    level: Level::Warning,
    since: "0.1.0",
    summary: "applications have no default pool",
    why: "Most charts ask for a volume and name no StorageClass. Without a default, such a volume \
          stays Pending, and only the events of the claim say why.",
    fr: French {
        summary: "les applications n'ont pas de pool par défaut",
        why: "La plupart des charts demandent un volume sans nommer de StorageClass. Sans classe \
              par défaut, un tel volume reste Pending, et seuls les événements de la demande \
              disent pourquoi.",
    },
    wrong: &[
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps
}
"#,
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    filesystem "shared" media=hdd
}
club "robotics" {
    members group="lab:robotics" role=edit
    quota { cpu 16; memory "64GiB"; storage "500GiB"; }
    namespace "web" { cpu 1; memory "1GiB"; storage "10GiB"; }
}
"#,
    ],
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
    // A second declaration has its own finding, and may hold the default.
    let unsure = !model.extra_storage.is_empty() || model.storage.as_ref().is_none();
    if unsure || model.pools().iter().any(|pool| pool.default) {
        return;
    }
    let of_manifests = cx
        .hatches
        .objects
        .iter()
        .filter(|object| object.known() == "StorageClass")
        .any(|object| {
            object
                .at(&[
                    "metadata",
                    "annotations",
                    "storageclass.kubernetes.io/is-default-class",
                ])
                .is_some_and(|value| value.says("true"))
        });
    if of_manifests {
        return;
    }
    let mut pools = model.pools().iter();
    if let Some(pool) = pools.find(|pool| pool.purpose == Purpose::Apps) {
        report.push(
            RULE.at(pool.head, "no pool is the default")
                .label("this one could be it")
                .help(format!(
                    "write `default=#true` here; if all your claims name their class, {}",
                    RULE.accept()
                )),
        );
    } else {
        report.extend(nothing_for_pods(model));
    }
}

/// Clubs have pods of their own, and no pool is for them.
fn nothing_for_pods(model: &Model) -> Option<Diagnostic> {
    // Without such a pool a vcluster cannot be: `storage/missing`.
    let mut inner = model.clubs.iter().flat_map(|club| &club.decl.namespace);
    let who = &inner.next().filter(|_| model.vclusters.is_empty())?.name;
    let media = model.pools().first()?.media;
    let storage = model.storage.as_ref()?;
    Some(
        RULE.at(
            storage.decl.head.span,
            "no class is the default, and clubs have pods",
        )
        .label("a claim that names no class stays Pending")
        .also(who.span, "pods of a club may claim volumes here")
        .help(format!(
            "add `pool \"apps\" media={media} serves=apps default=#true` to this block; if all \
             your claims name their class, {}",
            RULE.accept()
        )),
    )
}
