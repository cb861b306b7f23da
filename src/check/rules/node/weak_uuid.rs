//! `node/weak-uuid`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::Node;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "node/weak-uuid",
    level: Level::Error,
    since: "0.1.0",
    summary: "a UUID is a placeholder of the board's maker",
    why: "Some boards ship with a UUID of zeros or of one repeated digit, the same on every board. \
          Talos refuses to derive a key from it (a character repeated more than 18 times), and \
          Omni confuses machines that share it.",
    fr: French {
        summary: "un UUID est une valeur provisoire du fabricant de la carte",
        why: "Certaines cartes sont livrées avec un UUID de zéros ou d'un chiffre répété, le même \
              sur toutes. Talos refuse d'en dériver une clé (un caractère répété plus de 18 fois), \
              et Omni confond les machines qui le partagent.",
    },
    // talos internal/pkg/encryption/keys/nodeid.go, constants; talos#8804
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "00000000-0000-0000-0000-0000000000a1"
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

/// More repetitions than this, and Talos calls it weak.
const MOST: usize = 18;

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        let Some(uuid) = node.decl.uuid.as_ref() else {
            continue;
        };
        let repeated = uuid.most_repeated();
        if repeated > MOST {
            report.push(placeholder(cx, node, uuid.span, repeated));
        }
    }
}

fn placeholder(cx: &Context<'_>, node: &Node, uuid: Span, repeated: usize) -> Diagnostic {
    RULE.at(
        uuid,
        format!("the UUID of node `{}` is a placeholder", node.decl.name),
    )
    .label(format!(
        "the same character {repeated} times; Talos allows {MOST} at most"
    ))
    .note(
        "boards with the same placeholder cannot be told apart, and Talos refuses to \
         derive a disk key from it",
    )
    .help(format!(
        "write the one that the machine reports: `talosctl get systeminformation -n {} \
         -o yaml | grep uuid` (add `--insecure` after `systeminformation` while Talos \
         is not installed)",
        cx.model.names().node_address(node)
    ))
    .help(format!(
        "if it reports this one too, write one from `uuidgen` here, and give it to the \
         machine before it joins: `talosctl meta write 0xf <UUID> --insecure -n {}`, \
         then reboot it",
        cx.model.names().node_address(node)
    ))
}
