//! `node/duplicate-uuid`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "node/duplicate-uuid",
    level: Level::Error,
    since: "0.1.0",
    summary: "two machines have one UUID",
    why: "Omni knows machines by their UUID: it would apply both configurations to one of them. The key `node-id` is derived \
          from it: either machine could open the other's disks.",
    fr: French {
        summary: "deux machines ont un même UUID",
        why: "Omni connaît les machines par leur UUID : il appliquerait les deux configurations à l'une d'elles. La clé \
              `node-id` en est dérivée : chaque machine pourrait ouvrir les disques de l'autre.",
    },
    wrong: r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    right: r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24"
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut seen = FxHashMap::default();
    for node in &cx.model.nodes {
        let Some(uuid) = node.decl.uuid.as_ref().filter(|uuid| !uuid.span.is_empty()) else { continue };
        match seen.get(&uuid.value) {
            Some((span, first)) => report.push(
                RULE.at(uuid.span, format!("nodes `{first}` and `{}` have the same UUID", node.decl.name))
                    .label("again here")
                    .also(*span, format!("first here, on `{first}`"))
                    .help("read it on each machine: `talosctl get systeminformation -o yaml | grep uuid`"),
            ),
            None => {
                seen.insert(uuid.value, (uuid.span, &node.decl.name));
            }
        }
    }
}
