//! `cluster/load-balancers-without-cilium`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "cluster/load-balancers-without-cilium",
    level: Level::Error,
    since: "0.1.0",
    summary: "addresses for load balancers, and nothing that gives them out",
    why: "Flannel gives no addresses to services of type LoadBalancer: they would stay pending \
          forever. Cilium announces addresses only where it replaces kube-proxy: beside it, \
          services have addresses that no neighbour finds.",
    fr: French {
        summary: "des adresses pour des répartiteurs de charge, et rien qui les distribue",
        why: "Flannel ne donne aucune adresse aux services de type LoadBalancer : ils attendraient \
              pour toujours. Cilium n'annonce des adresses que là où il remplace kube-proxy : à \
              côté de lui, les services ont des adresses qu'aucun voisin ne trouve.",
    },
    // cilium v1.19 Documentation/network/l2-announcements.rst: kube proxy replacement is needed
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "flannel"
    load-balancers "10.0.0.200-10.0.0.239"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "cilium" kube-proxy=#true
    load-balancers "10.0.0.200-10.0.0.239"
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "cilium"
    load-balancers "10.0.0.200-10.0.0.239"
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster;
    let (Some(range), Some(cni)) = (&cluster.decl.load_balancers, &cluster.decl.cni) else {
        return;
    };
    if !cluster.is_cilium() {
        report.push(
            RULE.at(
                range.span,
                format!(
                    "`{}` gives services no addresses of their own",
                    cni.name.value
                ),
            )
            .label("no service would ever get one of these")
            .also(cni.name.span, "only Cilium does")
            .help(
                "write `cni \"cilium\"` (on a running cluster this interrupts all its traffic), or \
                 remove `load-balancers`",
            ),
        );
    } else if let Some(kept) = cni.kube_proxy.filter(|kept| kept.value) {
        report.push(
            RULE.at(
                range.span,
                "beside kube-proxy, Cilium announces no addresses of services",
            )
            .label("no neighbour would ever find one of these")
            .also(kept.span, "keeps kube-proxy")
            .help("remove `kube-proxy=#true`, so that Cilium replaces it; or `load-balancers`"),
        );
    }
}
