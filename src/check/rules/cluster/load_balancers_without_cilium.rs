//! `cluster/load-balancers-without-cilium`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};

pub static RULE: Rule = Rule {
    id: "cluster/load-balancers-without-cilium",
    level: Level::Error,
    since: "0.1.0",
    summary: "addresses for load balancers, and nothing that gives them out",
    why: "Flannel gives no addresses to services of type LoadBalancer. They would stay pending \
          forever.",
    fr: French {
        summary: "des adresses pour des répartiteurs de charge, et rien qui les distribue",
        why: "Flannel ne donne aucune adresse aux services de type LoadBalancer. Ils attendraient \
              pour toujours.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "flannel"
    load-balancers "10.0.0.200-10.0.0.239"
}
"#],
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
    if let (Some(range), Some(cni)) = (&cluster.decl.load_balancers, &cluster.decl.cni)
        && !cluster.is_cilium()
    {
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
    }
}
