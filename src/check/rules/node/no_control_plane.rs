//! `node/no-control-plane`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};
use crate::language::Role;

pub static RULE: Rule = Rule {
    id: "node/no-control-plane",
    level: Level::Error,
    since: "0.1.0",
    summary: "no machine is a control plane, or none runs workloads",
    why: "No pod of the platform would find a place, not even Argo CD.\n\nWithout a control plane \
          there is no Kubernetes API; control planes run no workloads unless they may.",
    fr: French {
        summary: "aucune machine n'est un plan de contrôle, ou aucune n'exécute de charges",
        why: "Sans plan de contrôle il n'y a pas d'API de Kubernetes. Sans worker, et avec des \
              plans de contrôle qui ne prennent pas de charges, aucun pod de la plateforme ne \
              trouve de place, pas même Argo CD.",
    },
    wrong: &[r#"
node "worker-1" model="server" role=control-plane {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
node "worker-2" model="server" role=control-plane {
    uuid "c0a80012-2222-4a10-8031-b7c04f32d112"
    nic "net" mac="02:00:00:00:00:12" address="10.0.0.22" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W2" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000012" size="4TB" media=hdd use=storage
}
node "worker-3" model="server" role=control-plane {
    uuid "c0a80013-3333-4a10-8031-b7c04f32d113"
    nic "net" mac="02:00:00:00:00:13" address="10.0.0.23" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W3" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
}
node "worker-9" model="server" role=control-plane {
    uuid "c0a80019-9999-4a10-8031-b7c04f32d119"
    nic "net" mac="02:00:00:00:00:19" address="10.0.0.29" { vlans "lan"; }
    disk "os" id="ata-SSD_0000W9" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000019" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80004-4444-4a10-8031-b7c04f32d104"
    nic "net" mac="02:00:00:00:00:04" address="10.0.0.14"
    disk "os" id="ata-SSD_0000C4" size="240GB" media=ssd use=install
}
"#],
    check: Check::Sum(Sum {
        over: &[sums::ROLES, sums::CLUSTER],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let model = cx.model;
    let place = model.cluster.decl.name.span;
    if model.nodes_of(Role::ControlPlane).next().is_none() {
        report.push(
            RULE.at(
                place,
                format!("cluster `{}` has no control plane", model.cluster.decl.name),
            )
            .label("nothing would run its API")
            .help("give one or three machines `role=control-plane`"),
        );
    } else if model.schedulable().next().is_none() {
        report.push(
            RULE.at(
                place,
                format!(
                    "cluster `{}` has no machine for workloads",
                    model.cluster.decl.name
                ),
            )
            .label("only control planes, and they run no workloads")
            .help(
                "add a worker, or write `control-plane schedulable=#true` in the block of \
                 `cluster`",
            ),
        );
    }
}
