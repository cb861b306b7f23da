//! `storage/two-defaults`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Purpose;

pub static RULE: Rule = Rule {
    id: "storage/two-defaults",
    level: Level::Error,
    since: "0.1.0",
    summary: "the default pool is not one pool for pods",
    why: "Claims that name no StorageClass use the default one. With two of them Kubernetes uses \
          the newer, and which one that is changes when the cluster is built again.\n\nA pool for \
          VMs as default gives pods raw blocks, which they cannot mount.",
    fr: French {
        summary: "le pool par défaut n'est pas un seul pool pour pods",
        why: "Les demandes de volume sans StorageClass prennent celle par défaut. S'il y en a \
              deux, Kubernetes prend la plus récente, ce qui change quand un cluster est \
              reconstruit. Un pool pour VM par défaut donne aux pods des blocs bruts, qu'ils ne \
              peuvent pas monter.",
    },
    wrong: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    pool "more" media=hdd serves=apps default=#true
}
"#],
    right: &[r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    pool "more" media=hdd serves=apps
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    // One of VMs is told by itself.
    let mut defaults = cx
        .model
        .pools()
        .iter()
        .filter(|pool| pool.default && pool.purpose != Purpose::Vm);
    for pool in cx
        .model
        .pools()
        .iter()
        .filter(|pool| pool.default && pool.purpose == Purpose::Vm)
    {
        report.push(
            RULE.at(
                pool.head,
                format!("pool `{}` serves VMs and cannot be the default", pool.name),
            )
            .label("pods would get raw blocks")
            .help("remove `default=#true` here, and write it on a pool with `serves=apps`"),
        );
    }
    let Some(first) = defaults.next() else { return };
    for again in defaults.filter(|again| again.name != first.name) {
        report.push(
            RULE.at(
                again.head,
                format!(
                    "pools `{}` and `{}` are both the default",
                    first.name, again.name
                ),
            )
            .label("the second default")
            .also(first.head, "the first default")
            .help("remove `default=#true` from one of them; both pools stay"),
        );
    }
}
