//! `network/bond-of-one`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::model::InterfaceKind;

pub static RULE: Rule = Rule {
    id: "network/bond-of-one",
    level: Level::Warning,
    since: "0.1.0",
    summary: "a bond has a single card",
    why: "It protects against nothing: if its only cable is pulled, the machine drops off the \
          network. Usually the second card was forgotten, and everybody believes that it is there.",
    fr: French {
        summary: "un agrégat n'a qu'une carte",
        why: "Il ne protège de rien : on retire le seul câble, et la machine n'est plus là. Le \
              plus souvent la seconde carte a été oubliée, et tout le monde croit qu'elle y est.",
    },
    // kernel Documentation/networking/bonding.rst
    wrong: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "a" mac="02:00:00:00:00:11"
    nic "b" mac="02:00:00:00:01:11"
    bond "net" address="10.0.0.21" mode="active-backup" { links "a"; vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "a" mac="02:00:00:00:00:11"
    nic "b" mac="02:00:00:00:01:11"
    bond "net" address="10.0.0.21" mode="active-backup" { links "a" "b"; vlans "lan" }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in cx.model.nodes.iter() {
        for bond in &node.interfaces {
            let InterfaceKind::Bond { links, .. } = &bond.kind else {
                continue;
            };
            if let ([only], 1) = (links.as_slice(), node.declared_links(&bond.name)) {
                report.push(
                    RULE.at(
                        only.span,
                        format!(
                            "bond `{}` of node `{}` has only one card",
                            bond.name, node.decl.name
                        ),
                    )
                    .label("no second path if this one fails")
                    .help(format!(
                        "declare the second card, `nic \"...\" mac=\"...\"`, and write `links \
                         \"{0}\" \"...\"` with its name; or remove the bond, and write its \
                         `address` and `vlans` at nic `{0}`: `nic \"{0}\" mac=\"...\" \
                         address=\"...\" {{ vlans \"...\" }}`",
                        only.value
                    )),
                );
            }
        }
    }
}
