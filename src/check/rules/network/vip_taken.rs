//! `network/vip-taken`

use crate::check::about::addresses::for_example;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "network/vip-taken",
    level: Level::Error,
    since: "0.1.0",
    summary: "the moving address of the control planes belongs to something else",
    why: "The `vip` moves between the control planes. If a machine, the router or a load balancer \
          has it too, the Kubernetes API answers only now and then, and so does the other one.",
    fr: French {
        summary: "l'adresse mobile des plans de contrôle est à autre chose",
        why: "Le `vip` passe d'un plan de contrôle à l'autre. Si une machine, le routeur ou un \
              répartiteur de charge l'a aussi, l'API de Kubernetes ne répond que de temps en \
              temps, et l'autre de même.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.11:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.11"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let Some(vip) = cluster.vip.as_ref() else {
        return;
    };
    let problem = |what: &str| {
        RULE.at(vip.span, format!("`vip` is {vip}, the address of {what}"))
            .help(format!(
                "choose a free address of the node network{}, one that no machine, router or load \
                 balancer has",
                for_example(cx)
            ))
    };
    if cluster.nodes.gateway.value == vip.value {
        report.push(
            problem("the router")
                .label("taken")
                .also(cluster.nodes.gateway.span, "the router"),
        );
        return;
    }
    if let Some(range) = cluster
        .load_balancers
        .as_ref()
        .filter(|range| range.contains(vip.value.0))
    {
        report.push(
            problem("load balancers")
                .label("one of theirs")
                .also(range.span, "their addresses"),
        );
        return;
    }
    for node in &cx.model.nodes {
        for address in node
            .interfaces
            .iter()
            .filter_map(|interface| interface.link.address.as_ref())
        {
            if address.value == vip.value {
                report.push(
                    problem(&format!("node `{}`", node.decl.name))
                        .label("taken")
                        .also(address.span, format!("`{}` has it", node.decl.name)),
                );
            }
        }
    }
}
