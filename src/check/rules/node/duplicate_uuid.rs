//! `node/duplicate-uuid`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::Node;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "node/duplicate-uuid",
    level: Level::Error,
    since: "0.1.0",
    summary: "two machines have one UUID",
    why: "Omni knows machines by their UUID: it would apply both configurations to one of them. \
          The disk key `node-id` is derived from it: either machine could open the other's disks.",
    fr: French {
        summary: "deux machines ont un même UUID",
        why: "Omni connaît les machines par leur UUID : il appliquerait les deux configurations à \
              l'une d'elles. La clé `node-id` en est dérivée : chaque machine pourrait ouvrir les \
              disques de l'autre.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
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
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut seen = FxHashMap::default();
    for node in &cx.model.nodes {
        let Some(uuid) = node.decl.uuid.as_ref() else {
            continue;
        };
        let Some(&(span, first)) = seen.get(&uuid.value) else {
            seen.insert(uuid.value, (uuid.span, node));
            continue;
        };
        let mut problem = RULE
            .at(
                uuid.span,
                match first.decl.name == node.decl.name {
                    true => format!("node `{}` is declared twice", node.decl.name),
                    false => format!(
                        "nodes `{}` and `{}` have the same UUID",
                        first.decl.name, node.decl.name
                    ),
                },
            )
            .label("the same UUID again")
            .also(span, format!("first here, on `{}`", first.decl.name));
        let shared = shared(first, node);
        if !shared.is_empty() {
            problem = problem.note(format!("they also share {}", shared.join(", ")));
        }
        report.push(problem.help(help(
            shared.is_empty(),
            &cx.model.names().node_address(node),
        )));
    }
}

fn help(is_alone: bool, address: &str) -> String {
    if !is_alone {
        return String::from(
            "if it is one machine, remove one of the two; if one is a copy, correct every line \
             that they share",
        );
    }
    format!(
        "read it on both machines, with the address of each, and correct the wrong line: `talosctl \
         get systeminformation -n {address} -o yaml | grep uuid` (add `--insecure` after \
         `systeminformation` while Talos is not installed)"
    )
}

/// What two nodes have in common and no two machines have.
fn shared(first: &Node, second: &Node) -> Vec<String> {
    let mut all = Vec::new();
    if first.decl.name == second.decl.name {
        all.push("the name".to_string());
    }
    let known = marks(first);
    all.extend(
        marks(second)
            .into_iter()
            .filter(|mark| known.contains(mark)),
    );
    all
}

/// What only one machine has, in words: addresses of cards, addresses of the network, disks.
fn marks(node: &Node) -> Vec<String> {
    let macs = node
        .decl
        .nic
        .iter()
        .map(|nic| format!("MAC {}", nic.mac.value));
    let addresses = node
        .interfaces
        .iter()
        .filter_map(|interface| interface.link.address.as_ref())
        .map(|address| address.value.to_string());
    let disks = node
        .decl
        .disk
        .iter()
        .map(|disk| format!("disk {}", disk.id.name()));
    macs.chain(addresses).chain(disks).collect()
}
