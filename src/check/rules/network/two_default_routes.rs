//! `network/two-default-routes`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::Route;
use crate::model::Node;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/two-default-routes",
    level: Level::Error,
    since: "0.1.0",
    summary: "a machine has two ways to everywhere",
    why: "Linux takes the one with the lower metric; of two equal ones, the one that came up \
          first. After a reboot, answers may leave through the other router, which drops them, and \
          the machine looks dead.",
    fr: French {
        summary: "une machine a deux chemins vers partout",
        why: "Linux prend celui de plus petite métrique ; de deux égaux, celui qui est venu \
              d'abord. Après un redémarrage les réponses sortent par l'autre réseau, les routeurs \
              les jettent, et la machine semble morte.",
    },
    // talos pkg/machinery/resources/network network.go DefaultRouteMetric
    wrong: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" {
        vlans "lan"
        route "0.0.0.0/0" gateway="10.0.0.2"
    }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#],
    right: &[r#"
node "worker-1" model="server" role=worker {
    uuid "c0a80011-1111-4a10-8031-b7c04f32d111"
    place rack="A" unit=11
    nic "net" mac="02:00:00:00:00:11" address="10.0.0.21" {
        vlans "lan"
        route "172.20.0.0/16" gateway="10.0.0.2"
    }
    disk "os" id="ata-SSD_0000W1" size="500GB" media=ssd use=install
    disk "d1" id="ata-HDD_000011" size="4TB" media=hdd use=storage
}
"#],
    check: Check::Written(check),
};

/// Metric of a route that says none (talos pkg/machinery/resources/network network.go).
const METRIC: u32 = 1024;

fn check(cx: &Context<'_>, report: &mut Report) {
    let subnet = &cx.model.cluster.decl.nodes;
    for node in &cx.model.nodes {
        // A static address in the subnet of the nodes brings its gateway along.
        let on_subnet = |at: usize| {
            node.interfaces[at]
                .link
                .address
                .as_ref()
                .filter(|address| subnet.subnet.contains(address.0))
        };
        let own = node
            .primary
            .and_then(on_subnet)
            .map(|_| (subnet.gateway.span, METRIC));
        let routes = node
            .interfaces
            .iter()
            .flat_map(|interface| &interface.link.route)
            .filter(|route| route.to.0.prefix_len() == 0);
        let mut seen: Vec<(Span, u32)> = own.into_iter().collect();
        for route in routes {
            let metric = route.metric.map_or(METRIC, |metric| metric.value);
            if let Some((first, _)) = seen.iter().find(|(_, other)| *other == metric) {
                report.push(second(node, route, *first));
            }
            seen.push((route.to.span, metric));
        }
    }
}

fn second(node: &Node, route: &Route, first: Span) -> Diagnostic {
    RULE.at(
        route.to.span,
        format!("node `{}` has two default routes", node.decl.name),
    )
    .label("the second default route")
    .also(first, "the first default route")
    .help(
        "remove this route, or correct the `gateway=` of `nodes` if this one is \
         right; or, to keep it in reserve, write `metric=2048` on it: the lowest \
         is used, and 1024 is the default",
    )
}
