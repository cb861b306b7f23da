//! `network/pods-too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "network/pods-too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "the pod network has no room for all nodes",
    why: "Each node takes a /24 of the pod network. When none is left, the next node joins but \
          cannot run pods.",
    fr: French {
        summary: "le réseau des pods n'a pas de place pour tous les nœuds",
        why: "Chaque nœud prend un /24 du réseau des pods. Quand il n'en reste plus, le nœud \
              suivant rejoint le cluster et n'exécute jamais de pod.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    pods "10.244.0.0/22"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    pods "10.244.0.0/16"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let pods = &cx.model.cluster.decl.pods;
    let room = 1u64 << 24u8.saturating_sub(pods.0.prefix_len());
    let room = if pods.0.prefix_len() > 24 { 0 } else { room };
    let nodes = cx.model.nodes.len() as u64;
    if nodes > room {
        report.push(
            RULE.at(
                pods.span,
                format!("the pod network {pods} has room for {room} nodes"),
            )
            .label(format!("there are {nodes}, and each takes a /24"))
            .help(
                "write a /16, which has room for 256 nodes, such as `pods \"10.244.0.0/16\"`; a \
                 cluster that runs keeps its range: it has to be built anew for more machines",
            ),
        );
    }
}
