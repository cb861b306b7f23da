//! `network/dhcp-and-address`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "network/dhcp-and-address",
    level: Level::Error,
    since: "0.1.0",
    summary: "a link has a static address and asks DHCP for another",
    why: "The machine then has two addresses and two default routes on one wire. Which of them it \
          uses changes with every lease: certificates, firewalls and the runbooks know only the \
          one that is written.",
    fr: French {
        summary: "un lien a une adresse fixe et en demande une autre à DHCP",
        why: "La machine a alors deux adresses et deux routes par défaut sur un même câble. Celle \
              qu'elle utilise change à chaque bail : les certificats, les pare-feu et les runbooks \
              ne connaissent que celle qui est écrite.",
    },
    wrong: &[r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" dhcp=#true
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#],
    right: &[
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" address="10.0.0.24" dhcp=#false
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
        r#"
node "worker-4" model="server" role=worker {
    uuid "c0a80014-4444-4a10-8031-b7c04f32d114"
    nic "net" mac="02:00:00:00:00:14" dhcp=#true
    disk "os" id="ata-SSD_0000W4" size="500GB" media=ssd use=install
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for node in &cx.model.nodes {
        for interface in &node.interfaces {
            let (link, name) = (&interface.link, &interface.name);
            let Some(address) = link.address.as_ref().filter(|_| link.dhcp.value) else {
                continue;
            };
            report.push(
                RULE.at(
                    link.dhcp.span,
                    format!(
                        "`{name}` of node `{}` has the address {address} and asks DHCP for another",
                        node.decl.name
                    ),
                )
                .label("a second address")
                .also(address.span, "the first")
                .help(
                    "remove `dhcp=#true`; or remove `address=`, if the DHCP server always gives \
                     this machine the same one",
                ),
            );
        }
    }
}
