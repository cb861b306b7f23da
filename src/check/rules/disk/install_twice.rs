//! `disk/install-twice`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Use;

pub static RULE: Rule = Rule {
    id: "disk/install-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine has two disks to install Talos on",
    why: "Talos is installed on one disk. The second would silently be left out, and stay blank \
          and unused.",
    fr: French {
        summary: "une machine a deux disques où installer Talos",
        why: "Talos s'installe sur un seul disque. Le second serait laissé de côté en silence, \
              vide et inutile.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "a" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "b" id="ata-SSD_0000W5" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "a" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
    disk "b" id="ata-SSD_0000W5" size="500GB" media=ssd use=spare
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let mut install = node
            .decl
            .disk
            .iter()
            .filter(|disk| disk.purpose.value == Use::Install);
        let Some(first) = install.next() else {
            continue;
        };
        // Two of one name: `name/declared-twice`.
        for again in install.filter(|again| again.name != first.name) {
            report.push(
                RULE.at(
                    again.purpose.span,
                    format!("node `{}` has two disks with use=install", node.decl.name),
                )
                .label(format!("again: disk `{}`", again.name))
                .also(first.purpose.span, format!("first: disk `{}`", first.name))
                .help(
                    "keep `use=install` on one of them; the other can have `use=spare` or \
                     `use=volume`",
                ),
            );
        }
    }
}
