//! `storage/no-default`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};
use crate::model::Purpose;

pub static RULE: Rule = Rule {
    id: "storage/no-default",
    level: Level::Warning,
    since: "0.1.0",
    summary: "there are pools for applications, and none is the default",
    why: "Most charts ask for a volume and name no StorageClass. Without a default, such a volume \
          stays Pending, and only the events of the claim say why.",
    fr: French {
        summary: "il y a des pools pour les applications, et aucun n'est celui par défaut",
        why: "La plupart des charts demandent un volume sans nommer de StorageClass. Sans classe \
              par défaut, un tel volume reste Pending, et seuls les événements de la demande \
              disent pourquoi.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps
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
    if let Some(pool) = model
        .pools()
        .iter()
        .find(|pool| pool.purpose == Purpose::Apps)
        .filter(|_| !of_manifests)
    {
        report.push(
            RULE.at(pool.head, "no pool is the default")
                .label("this one could be it")
                .help(format!(
                    "write `default=#true` here; if all your claims name their class, {}",
                    RULE.accept()
                )),
        );
    }
}
