//! `network/overlap`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::Subnet;
use crate::source::Span;

pub static RULE: Rule = Rule {
    id: "network/overlap",
    level: Level::Error,
    since: "0.1.0",
    summary: "two networks share addresses",
    why: "A packet to a shared address goes to one of the two networks, whichever route the kernel finds first. Pods that \
          have addresses of the node network make nodes unreachable, now and then.",
    fr: French {
        summary: "deux réseaux ont des adresses en commun",
        why: "Un paquet vers une adresse commune va dans l'un des deux réseaux, selon la route que le noyau trouve d'abord. \
              Des pods avec des adresses du réseau des nœuds rendent des nœuds injoignables, de temps en temps.",
    },
    wrong: r#"
network "cameras" vlan=60 subnet="10.0.0.128/25"
"#,
    right: r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let mut all: Vec<(String, Subnet, Span)> = vec![
        ("the node network".to_string(), cluster.nodes.subnet.value, cluster.nodes.subnet.span),
        ("the pod network".to_string(), cluster.pods.value, cluster.pods.span),
        ("the service network".to_string(), cluster.services.value, cluster.services.span),
    ];
    all.extend(cx.model.networks.iter().map(|network| (format!("network `{}`", network.name), network.subnet.value, network.subnet.span)));
    all.retain(|(_, _, span)| !span.is_empty());
    // Few networks: by start address, each is compared with the ones that may reach into it.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (all[*at].1.0.network(), std::cmp::Reverse(all[*at].1.0.prefix_len())));
    let mut widest: Option<usize> = None;
    for at in order {
        if let Some(before) = widest.filter(|before| all[*before].1.overlaps(&all[at].1)) {
            let (first, second) = (before.min(at), before.max(at));
            report.push(
                RULE.at(all[second].2, format!("{} overlaps {}", all[second].0, all[first].0))
                    .label(all[second].1.to_string())
                    .also(all[first].2, format!("{}: {}", all[first].0, all[first].1))
                    .help("give one of them addresses that nothing else uses"),
            );
        }
        if widest.is_none_or(|before| all[before].1.0.broadcast() < all[at].1.0.broadcast()) {
            widest = Some(at);
        }
    }
}
