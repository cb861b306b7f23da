//! `disk/declared-twice`

use crate::check::about::machines::{disk_names, same_machine};
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "disk/declared-twice",
    level: Level::Error,
    since: "0.1.0",
    summary: "one disk is declared on two machines",
    why: "A by-id name holds a serial number, so it exists once in the world. On the second \
          machine the disk is never found: the install waits forever, or Ceph silently runs with a \
          disk less.",
    fr: French {
        summary: "un même disque est déclaré sur deux machines",
        why: "Un nom by-id contient un numéro de série : il n'existe qu'une fois au monde. Sur la \
              seconde machine, le disque n'est jamais trouvé : l'installation attend pour \
              toujours, ou Ceph tourne en silence avec un disque de moins.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
}
"#],
    right: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut seen: FxHashMap<&str, (usize, crate::source::Span)> = FxHashMap::default();
    for (at, node) in cx.model.nodes.iter().enumerate() {
        for disk in node.decl.disk.iter() {
            match seen.get(disk.id.name()) {
                Some((other, _)) if *other != at && same_machine(&cx.model.nodes[*other], node) => {
                }
                Some((other, span)) if *other != at => report.push(
                    RULE.at(
                        disk.id.span,
                        format!("disk `{}` is declared on two machines", disk.id.name()),
                    )
                    .label(format!("again here, on `{}`", node.decl.name))
                    .also(
                        *span,
                        format!("first here, on `{}`", cx.model.nodes[*other].decl.name),
                    )
                    .note(
                        "the name contains the serial number of the disk, so one of the two lines \
                         is a copy",
                    )
                    .help("look up the names on both machines, and correct the wrong line")
                    .help(disk_names(cx, node)),
                ),
                Some(_) => {} // within one machine: `disk/two-uses`
                None => {
                    seen.insert(disk.id.name(), (at, disk.id.span));
                }
            }
        }
    }
}
