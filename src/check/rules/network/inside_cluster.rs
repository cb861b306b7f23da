//! `network/inside-cluster`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::source::Span;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "network/inside-cluster",
    level: Level::Error,
    since: "0.1.0",
    summary: "machines need a server to boot that only runs once they have booted",
    why: "A machine resolves names, sets its clock and unlocks its disks before Kubernetes runs. \
          Addresses of pods, services and load balancers answer only after that: when the room \
          has lost power, no machine comes back.",
    fr: French {
        summary: "pour démarrer, les machines ont besoin d'un serveur qui ne tourne qu'ensuite",
        why: "Une machine résout des noms, règle son horloge et déverrouille ses disques avant que \
              Kubernetes tourne. Les adresses des pods, des services et des répartiteurs de \
              charge ne répondent qu'après : quand la salle a perdu le courant, aucune machine ne \
              revient.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    dns "10.96.0.10" "10.0.0.1"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    load-balancers "10.0.0.200-10.0.0.239"
    dns "10.0.0.200"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    ntp "10.244.3.7"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    load-balancers "10.0.0.200-10.0.0.239"
    encryption {
        volume "STATE" key=kms fallback=node-id
        volume "EPHEMERAL" key=kms fallback=node-id
        kms "https://10.0.0.205:4050"
    }
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    encryption {
        volume "STATE" key=kms fallback=node-id
        volume "EPHEMERAL" key=kms fallback=node-id
        kms "https://10.0.0.10:4050"
    }
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    load-balancers "10.0.0.200-10.0.0.239"
    dns "10.0.0.200" "10.0.0.1"
    ntp "10.0.0.240"
    mirror "docker.io" { endpoints "http://10.0.0.201:5000" }
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for need in needs(cx) {
        let inside: Vec<(Ipv4Addr, Span, &str)> = need
            .servers
            .iter()
            .filter_map(|(address, at)| Some((*address, *at, owner(cx, *address)?)))
            .collect();
        let all_inside = inside.len() == need.of;
        for (address, at, owner) in inside {
            // Another one answers until the load balancer does. Machines never reach the others.
            let may_come_up = matches!(owner, LOAD_BALANCERS | MACHINES);
            if may_come_up && !all_inside {
                continue;
            }
            report.push(finding(cx, &need, address, at, owner));
        }
    }
}

const LOAD_BALANCERS: &str = "load balancers";

/// A machine of the cluster runs nothing for others before it is up itself.
const MACHINES: &str = "machines of this cluster";

/// Whose addresses these are.
fn owner(cx: &Context<'_>, address: Ipv4Addr) -> Option<&'static str> {
    let cluster = &cx.model.cluster.decl;
    let balancers = cluster.load_balancers.as_ref();
    let is_near = cluster.nodes.subnet.contains(address);
    let is_vip = cluster
        .vip
        .as_ref()
        .is_some_and(|vip| vip.value.0 == address);
    // `network/duplicate-address`, when a machine has it too.
    if address == cluster.nodes.gateway.value.0 {
        return None;
    }
    if is_vip
        || cx
            .model
            .nodes
            .iter()
            .any(|node| node.address == Some(address))
    {
        return Some(MACHINES);
    }
    // `network/overlap`, when pods have it too.
    if is_near && !balancers.is_some_and(|range| range.contains(address)) {
        None
    } else if cluster.pods.contains(address) {
        Some("pods")
    } else if cluster.services.contains(address) {
        Some("services")
    } else {
        balancers
            .is_some_and(|range| range.contains(address))
            .then_some(LOAD_BALANCERS)
    }
}

/// What machines ask for before Kubernetes runs.
struct Need {
    word: &'static str,
    /// Those that are written as addresses.
    servers: Vec<(Ipv4Addr, Span)>,
    /// How many there are, with those that are names.
    of: usize,
}

fn needs(cx: &Context<'_>) -> Vec<Need> {
    let cluster = &cx.model.cluster.decl;
    let dns = cluster.dns.iter().map(|ip| (ip.value.0, ip.span));
    let ntp = cluster.ntp.iter();
    let ntp = ntp.filter_map(|host| Some((host.value.0.parse().ok()?, host.span)));
    let own = cx.model.nodes.iter();
    let encryption = own.filter_map(|node| node.decl.encryption.as_deref());
    let encryption = cluster.encryption.as_deref().into_iter().chain(encryption);
    let kms = encryption.filter_map(|encryption| encryption.kms.as_ref());
    let kms = kms.filter_map(|url| Some((url.host().parse().ok()?, url.span)));
    let need = |word, servers: Vec<(Ipv4Addr, Span)>, of: Option<usize>| Need {
        word,
        of: of.unwrap_or(servers.len()),
        servers,
    };
    vec![
        need("dns", dns.collect(), Some(cluster.dns.len())),
        need("ntp", ntp.collect(), Some(cluster.ntp.len())),
        need("kms", kms.collect(), None),
    ]
}

fn finding(cx: &Context<'_>, need: &Need, address: Ipv4Addr, at: Span, owner: &str) -> Diagnostic {
    let cluster = &cx.model.cluster.decl;
    let (range, addresses) = match (owner, &cluster.load_balancers) {
        ("pods", _) => (cluster.pods.span, cluster.pods.to_string()),
        (LOAD_BALANCERS, Some(range)) => (range.span, range.to_string()),
        (MACHINES, _) => (cluster.nodes.subnet.span, cluster.nodes.subnet.to_string()),
        _ => (cluster.services.span, cluster.services.to_string()),
    };
    RULE.at(
        at,
        format!(
            "`{}` names {address}, which only answers once the cluster runs",
            need.word
        ),
    )
    .label(format!("an address of {owner}"))
    .also(range, format!("addresses of {owner}: {addresses}"))
    .help(match need.word {
        "dns" => {
            "write the address of a resolver outside of the cluster, such as that of the \
                      router"
        }
        "ntp" => "write a time server outside of the cluster",
        _ => "write the address of a key server that runs outside of this cluster",
    })
}
