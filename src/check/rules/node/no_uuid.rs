//! `node/no-uuid`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "node/no-uuid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine of Omni has no UUID",
    why: "Omni's template names machines by the UUID of their firmware. Without it, the machine \
          cannot be part of the cluster.",
    fr: French {
        summary: "une machine d'Omni n'a pas d'UUID",
        why: "Le modèle d'Omni nomme les machines par l'UUID de leur micrologiciel. Sans lui, la \
              machine ne peut pas faire partie du cluster.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if !cx.model.cluster.is_omni() {
        return;
    }
    for node in cx
        .model
        .nodes
        .iter()
        .filter(|node| node.decl.uuid.is_none())
    {
        report.push(
            RULE.at(
                node.decl.head.span,
                format!("node `{}` has no `uuid`", node.decl.name),
            )
            .label("Omni knows machines by their UUID")
            .also(cx.model.cluster.decl.lifecycle.span, "managed by Omni")
            .help(
                "add `uuid \"...\"` to its block: the screen of the machine shows it when Talos \
                 has booted, and so does `omnictl get machines`",
            ),
        );
    }
}
