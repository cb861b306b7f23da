//! `node/even-control-planes`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Level, Report};
use crate::language::Role;

pub static RULE: Rule = Rule {
    id: "node/even-control-planes",
    level: Level::Warning,
    since: "0.1.0",
    summary: "an even number of control planes",
    why: "etcd works while more than half of its members answer. Two members stop when one fails, \
          four when two fail: the last one of an even number costs a machine and adds a way to \
          fail.",
    fr: French {
        summary: "un nombre pair de plans de contrôle",
        why: "etcd fonctionne tant que plus de la moitié de ses membres répondent. Deux membres \
              s'arrêtent si un tombe, quatre si deux tombent : le dernier d'un nombre pair coûte \
              une machine et ajoute une façon de tomber.",
    },
    wrong: &[r#"
node "cp-4" model="server" role=control-plane {
    uuid "c0a80004-4444-4a10-8031-b7c04f32d104"
    nic "net" mac="02:00:00:00:00:04" address="10.0.0.14"
    disk "os" id="ata-SSD_0000C4" size="240GB" media=ssd use=install
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
        over: &[sums::ROLES],
        each: false,
        unless: &[],
        check,
    }),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let planes: Vec<_> = cx.model.nodes_of(Role::ControlPlane).collect();
    let Some(last) = planes.last().filter(|_| planes.len() % 2 == 0) else {
        return;
    };
    let survives = (planes.len() - 1) / 2;
    report.push(
        RULE.at(
            last.decl.role.span,
            format!("{} control planes: an even number", planes.len()),
        )
        .label("the last by name")
        .note(format!(
            "{} members of etcd survive the loss of {survives}, no more than {} do",
            planes.len(),
            planes.len() - 1
        ))
        .help(format!(
            "write `role=worker` on one of them, or add one more control plane: {} or {}",
            planes.len() - 1,
            planes.len() + 1
        )),
    );
}
