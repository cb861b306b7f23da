//! `disk/install-missing`

use crate::check::about::machines::disk_names;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "disk/install-missing",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine has no disk to install Talos on",
    why: "Without a named disk the installer, or Omni, picks one by size. It may pick a disk with \
          data.",
    fr: French {
        summary: "une machine n'a pas de disque où installer Talos",
        why: "Sans disque nommé, l'installateur ou Omni en choisit un d'après sa taille. Il peut \
              choisir un disque qui contient des données.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "d1" id="ata-SSD_0000W4" size="500GB" media=ssd use=spare
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "d1" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx
        .model
        .nodes
        .iter()
        .filter(|node| node.install_disk().is_none())
    {
        report.push(
            RULE.at(
                node.decl.head.span,
                format!("node `{}` has no disk with use=install", node.decl.name),
            )
            .label("Talos would pick a disk by itself")
            .help(
                "write `use=install` on the disk that Talos may wipe, or add it: `disk \"os\" \
                 id=\"...\" size=\"...\" media=ssd use=install`",
            )
            .help(disk_names(cx, node)),
        );
    }
}
