//! `network/public-range`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Cluster;
use crate::language::types::Subnet;
use crate::schema::Block;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "network/public-range",
    level: Level::Warning,
    since: "0.1.0",
    summary: "pods or services take addresses that belong to somebody on the Internet",
    why: "Inside of the cluster, such an address means a pod or a service. The real owner of the \
          address can no longer be reached from there: a site, a mirror or a mail server that \
          works everywhere else.",
    fr: French {
        summary: "des pods ou des services prennent des adresses de quelqu'un sur Internet",
        why: "Dans le cluster, une telle adresse désigne un pod ou un service. Le vrai \
              propriétaire de l'adresse n'y est plus joignable : un site, un miroir ou un serveur \
              de courrier qui marche partout ailleurs.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    pods "172.0.0.0/12"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    services "192.160.0.0/16"
}
"#,
    ],
    right: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    pods "172.16.0.0/12"
    services "192.168.0.0/16"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    pods "100.64.0.0/10"
}
"#,
    ],
    check: Check::Written(check),
};

/// Addresses that nobody has on the Internet: RFC 1918, RFC 6598, RFC 2544, RFC 1112 (class E).
const PRIVATE: [(Ipv4Addr, u8); 6] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    for (word, range) in [("pods", &cluster.pods), ("services", &cluster.services)] {
        if is_private(&range.value) {
            continue;
        }
        report.push(
            RULE.at(
                range.span,
                format!("`{word}` takes addresses of the Internet"),
            )
            .label("not all of these are private")
            .help(format!(
                "write a private range that nothing else here uses: `{word} \"{}\"`, or another \
                 one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
                default(word)
            ))
            .help(format!(
                "if these addresses are your own, and nobody outside has one, {}",
                RULE.accept()
            )),
        );
    }
}

fn is_private(range: &Subnet) -> bool {
    PRIVATE.iter().any(|(address, bits)| {
        Ipv4Net::new(*address, *bits).is_ok_and(|private| private.contains(&range.0))
    })
}

/// The default of a word of `cluster`.
fn default(word: &str) -> &'static str {
    let mut fields = Cluster::SPEC.fields.iter();
    let field = fields.find(|field| field.name == word);
    field.and_then(|field| field.default).unwrap_or_default()
}
