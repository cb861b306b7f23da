//! `node/duplicate-name`

use crate::check::about::machines::same_machine;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "node/duplicate-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "two machines have one name",
    why: "The name is the host name, the name in Kubernetes and in Ceph. Rook uses the first entry \
          of a name: the disks of the second machine are silently never used.",
    fr: French {
        summary: "deux machines ont un même nom",
        why: "Le nom est celui de l'hôte, du nœud dans Kubernetes et dans Ceph. Rook prend la \
              première entrée d'un nom : les disques de la seconde machine, en silence, ne servent \
              jamais.",
    },
    wrong: &[r#"
node "worker-3" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
node "worker-3" model="server" role=worker {
    uuid "c0a80015-5555-4a10-8031-b7c04f32d115"
    nic "net" mac="02:00:00:00:00:15" address="10.0.0.25"
    disk "os" id="ata-SSD_0000W5" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000013" size="4TB" media=hdd use=storage
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
    // Nodes are sorted by name, the file's order kept.
    for pair in cx
        .model
        .nodes
        .windows(2)
        .filter(|pair| !same_machine(&pair[0], &pair[1]))
    {
        let (first, second) = (&pair[0].decl.name, &pair[1].decl.name);
        if first == second {
            report.push(
                RULE.at(second.span, format!("two machines are called `{second}`"))
                    .label("again here")
                    .also(first.span, "first here")
                    .note(
                        "Kubernetes and Ceph know machines by name: the disks of one would be \
                         taken for those of the other",
                    )
                    .help("give the newer one another name, or remove it if it is a copy"),
            );
        }
    }
}
