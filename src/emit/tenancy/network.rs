//! Whom pods of a club reach.

use crate::language::types::Subnet;
use crate::model::Model;
use crate::yaml::{Value, list, map};
use ipnet::Ipv4Net;
use std::collections::BTreeSet;

/// Pods and VMs of a namespace reach each other, resolvers and the internet; not other clubs, not
/// the nodes. Visitors are namespaces of the platform whose pods come in.
pub(super) fn baseline(model: &Model, visitors: &[&str]) -> Value {
    let own = || map! { "podSelector" => map! {} };
    let resolver = map! {
        "namespaceSelector" => map! {
            "matchLabels" => map! { "kubernetes.io/metadata.name" => "kube-system" },
        },
        "podSelector" => map! { "matchLabels" => map! { "k8s-app" => "kube-dns" } },
    };
    let dns = |protocol: &str| map! { "protocol" => protocol, "port" => 53 };
    let internet = map! { "ipBlock" => map! {
        "cidr" => "0.0.0.0/0",
        "except" => inside(model),
    } };
    let namespace = |name: &str| {
        map! {
            "namespaceSelector" => map! {
                "matchLabels" => map! { "kubernetes.io/metadata.name" => name },
            },
        }
    };
    let mut from = vec![own()];
    from.extend(visitors.iter().map(|name| namespace(name)));
    map! {
        "podSelector" => map! {},
        "policyTypes" => list!["Ingress", "Egress"],
        "ingress" => list![map! { "from" => from }],
        "egress" => list![
            map! { "to" => list![own()] },
            map! { "to" => list![resolver], "ports" => list![dns("UDP"), dns("TCP")] },
            map! { "to" => list![internet] },
        ],
    }
}

/// Addresses that are not the internet, although some schools have public ones: what is private
/// anywhere (RFC 1918, 3927, 6598), machines, networks, pods and services.
pub(in crate::emit) fn inside(model: &Model) -> Vec<String> {
    const PRIVATE: [&str; 5] = [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
    ];
    let private = PRIVATE.map(|range| range.parse::<Ipv4Net>().ok());
    let covered = |subnet: &Subnet| {
        let mut all = private.iter().flatten();
        all.any(|range| range.contains(&subnet.0))
    };
    let cluster = &model.cluster.decl;
    let networks = model.networks.iter().map(|network| network.subnet.value);
    let own = [
        cluster.nodes.subnet.value,
        cluster.pods.value,
        cluster.services.value,
    ];
    let own: BTreeSet<Subnet> = own.into_iter().chain(networks).collect();
    let own = own.iter().filter(|subnet| !covered(subnet));
    let private = PRIVATE.iter().map(|range| range.to_string());
    private.chain(own.map(Subnet::to_string)).collect()
}
