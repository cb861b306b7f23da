//! `cluster/endpoint`

use crate::check::about::sums;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule, Sum};
use crate::diagnostic::{Diagnostic, Level, Report, list};
use crate::language::Role;
use crate::language::types::{Ip, Url};
use crate::model::Node;
use crate::source::Spanned;
use std::net::Ipv4Addr;

pub static RULE: Rule = Rule {
    id: "cluster/endpoint",
    level: Level::Error,
    since: "0.1.0",
    summary: "nothing answers at the address of the Kubernetes API",
    why: "Every machine and every person reaches the API at this address, and its certificate \
          names it. An address that no control plane has, or one without `https` and port, leaves \
          the cluster half built: nodes never join.",
    fr: French {
        summary: "rien ne répond à l'adresse de l'API de Kubernetes",
        why: "Chaque machine et chaque personne joint l'API à cette adresse, et son certificat la \
              nomme. Une adresse qu'aucun plan de contrôle n'a, ou sans `https` ni port, laisse le \
              cluster à moitié construit : les nœuds ne le rejoignent jamais.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.21:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.11:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
}
"#],
    check: Check::Several(&[
        Check::Written(no_api),
        Check::Sum(Sum {
            over: &[sums::CLUSTER, sums::NODES],
            each: false,
            unless: &["network/outside-subnet"],
            check: nobody_has_it,
        }),
    ]),
};

/// No address of an API at all.
fn no_api(cx: &Context<'_>, report: &mut Report) {
    let endpoint = &cx.model.cluster.decl.endpoint;
    if !is_api(endpoint) {
        report.push(
            RULE.at(
                endpoint.span,
                format!("`{endpoint}` is not an address of a Kubernetes API"),
            )
            .label("needs `https` and a port")
            .help(format!(
                "write `endpoint \"https://{}:6443\"`",
                endpoint.host()
            )),
        );
    }
}

fn is_api(endpoint: &Url) -> bool {
    endpoint.scheme() == "https" && endpoint.port().is_some()
}

/// An address that belongs to nothing here. A name is for DNS to resolve.
fn nobody_has_it(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster.decl;
    let endpoint = &cluster.endpoint;
    let Ok(address) = endpoint.host().parse::<Ipv4Addr>() else {
        return;
    };
    if !is_api(endpoint) {
        return;
    }
    let planes: Vec<String> = cx
        .model
        .nodes_of(Role::ControlPlane)
        .filter_map(|node| node.address)
        .map(|address| address.to_string())
        .collect();
    let unknown = cx
        .model
        .nodes_of(Role::ControlPlane)
        .any(|node| node.address.is_none());
    let is_vip = cluster
        .vip
        .as_ref()
        .is_some_and(|vip| vip.value.0 == address);
    if let (false, Some(vip), Some(plane)) = (is_vip, &cluster.vip, plane(cx, address)) {
        report.push(one_plane(endpoint, vip, plane));
        return;
    }
    if is_vip || unknown || planes.contains(&address.to_string()) {
        return;
    }
    report.push(nobody(cx, address, &planes));
}

/// The control plane that has an address.
fn plane<'m>(cx: &Context<'m>, address: Ipv4Addr) -> Option<&'m Node> {
    let mut planes = cx.model.nodes_of(Role::ControlPlane);
    planes.find(|node| node.address == Some(address))
}

/// One control plane is named, although there is an address that all of them share.
fn one_plane(endpoint: &Spanned<Url>, vip: &Spanned<Ip>, plane: &Node) -> Diagnostic {
    let name = &plane.decl.name;
    let mut problem = RULE
        .at(
            endpoint.span,
            format!("`endpoint` names control plane `{name}` alone"),
        )
        .label(format!("without `{name}`, nothing reaches the API"))
        .also(vip.span, "the address that the control planes share")
        .help(format!("write `endpoint \"https://{vip}:6443\"`"));
    problem.level = Level::Warning;
    problem
}

/// The words for it.
fn nobody(cx: &Context<'_>, address: Ipv4Addr, planes: &[String]) -> Diagnostic {
    let cluster = &cx.model.cluster.decl;
    let endpoint = &cluster.endpoint;
    let problem = match cx
        .model
        .nodes
        .iter()
        .find(|node| node.address == Some(address))
    {
        Some(worker) => RULE
            .at(
                endpoint.span,
                format!(
                    "`endpoint` names {address}, the address of worker `{}`",
                    worker.decl.name
                ),
            )
            .label("no API runs there"),
        // A load balancer of its own may have it.
        None => {
            let mut problem = RULE
                .at(
                    endpoint.span,
                    format!("nothing here has the address {address} of the Kubernetes API"),
                )
                .label("neither `vip` nor a control plane")
                .note(format!("if a load balancer has it, {}", RULE.accept()));
            problem.level = Level::Warning;
            problem
        }
    };
    match &cluster.vip {
        Some(vip) => problem
            .also(vip.span, "the address that the control planes share")
            .help(format!("write `endpoint \"https://{vip}:6443\"`")),
        None => problem.help(format!(
            "add `vip \"{address}\"`, or use the address of a control plane: {}",
            list(planes.iter().map(String::as_str))
        )),
    }
}
