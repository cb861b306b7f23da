//! `network/overlap`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Subnet;
use crate::source::Span;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "network/overlap",
    level: Level::Error,
    since: "0.1.0",
    summary: "two networks share addresses",
    why: "A packet to a shared address goes to whichever of the two networks the kernel finds a \
          route to first.\n\nPods that have addresses of the node network make nodes unreachable, \
          now and then.",
    fr: French {
        summary: "deux réseaux ont des adresses en commun",
        why: "Un paquet vers une adresse commune va dans l'un des deux réseaux, selon la route que \
              le noyau trouve d'abord. Des pods avec des adresses du réseau des nœuds rendent des \
              nœuds injoignables, de temps en temps.",
    },
    wrong: &[r#"
network "cameras" vlan=60 subnet="10.0.0.128/25"
"#],
    right: &[r#"
network "cameras" vlan=60 subnet="10.60.0.0/24"
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let all = ranges(cx);
    for group in groups(&all) {
        let problem = match *group.as_slice() {
            [] | [_] => continue,
            [one, other] => two(&all[one.min(other)], &all[one.max(other)]),
            [widest, next, .., _] => several(&all, &group, widest, next),
        };
        report.push(problem);
    }
}

fn two(first: &Range, second: &Range) -> Diagnostic {
    RULE.at(second.2, format!("{} overlaps {}", second.0, first.0))
.label(second.1.to_string())
.also(first.2, format!("{}: {}", first.0, first.1))
.help(
"write another range for the one that does not run yet, with addresses that nothing else \
uses",
)
}
fn several(all: &[Range], group: &[usize], widest: usize, next: usize) -> Diagnostic {
    let inside: Vec<String> = group[1..]
        .iter()
        .map(|at| format!("{} ({})", all[*at].0, all[*at].1))
        .collect();
    RULE.at(
        all[widest].2,
        format!("{} overlaps {} others", all[widest].0, inside.len()),
    )
    .label(all[widest].1.to_string())
    .also(all[next].2, "inside of it")
    .note(format!("inside of it: {}", inside.join(", ")))
    .help("write another `subnet` for it, with addresses that nothing else uses")
}
/// What it is called, its addresses, and where it is declared.
type Range = (String, Subnet, Span);

/// Every subnet that is declared, each with its name and its place.
fn ranges(cx: &Context<'_>) -> Vec<(String, Subnet, Span)> {
    let cluster = &cx.model.cluster.decl;
    let mut all: Vec<(String, Subnet, Span)> = vec![
        (
            "the node network".to_string(),
            cluster.nodes.subnet.value,
            cluster.nodes.subnet.span,
        ),
        (
            "the pod network".to_string(),
            cluster.pods.value,
            cluster.pods.span,
        ),
        (
            "the service network".to_string(),
            cluster.services.value,
            cluster.services.span,
        ),
    ];
    // The node network itself, for VMs that join it through a bridge; with a tag it is
    // `network/tagged-nodes`.
    let is_node_network =
        |network: &&crate::language::Network| network.subnet.value == cluster.nodes.subnet.value;
    all.extend(
        cx.model
            .networks
            .iter()
            .filter(|network| !is_node_network(network))
            .map(|network| {
                (
                    format!("network `{}`", network.name),
                    network.subnet.value,
                    network.subnet.span,
                )
            }),
    );
    // Two of one name: `name/declared-twice`.
    let mut names = FxHashSet::default();
    all.retain(|(name, ..)| names.insert(name.clone()));
    all
}

/// Those that overlap, the widest of each group first.
fn groups(all: &[(String, Subnet, Span)]) -> Vec<Vec<usize>> {
    // By start address, the widest first.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (all[*at].1.0.network(), all[*at].1.0.prefix_len()));
    // Subnets that overlap lie inside of each other, so the first of a group holds the others.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match groups
            .last_mut()
            .filter(|group| all[group[0]].1.overlaps(&all[at].1))
        {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}
