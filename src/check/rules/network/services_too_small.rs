//! `network/services-too-small`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::types::Subnet;
use crate::model::Model;
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    id: "network/services-too-small",
    level: Level::Error,
    since: "0.1.0",
    summary: "the service network has too few addresses",
    why: "Every Service takes an address, those of the platform, and those that vclusters copy to \
          the host. When none is left, nothing new can be deployed, and the subnet of a running \
          cluster cannot be made larger.",
    fr: French {
        summary: "le réseau des services a trop peu d'adresses",
        why: "Chaque Service prend une adresse, ceux de la plateforme, et ceux que les vclusters \
              copient sur l'hôte. Quand il n'en reste plus, rien de nouveau ne peut être déployé, \
              et le sous-réseau d'un cluster en marche ne peut pas être agrandi.",
    },
    wrong: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    services "10.96.0.0/27"
}
"#],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    services "10.96.0.0/20"
}
"#],
    check: Check::Whole(check),
};

/// Services of a full platform (about 45, counted in the charts that Radier installs), with some to
/// spare: Kubernetes, Cilium, Argo CD and External Secrets; Ceph; KubeVirt and CDI.
const OF_THE_PLATFORM: u64 = 24;
const OF_CEPH: u64 = 24;
const OF_VMS: u64 = 16;
/// Its own two, its DNS, and a few of those that run in it: vcluster copies Services to the host.
const OF_A_VCLUSTER: u64 = 16;

fn check(cx: &Context<'_>, report: &mut Report) {
    let services = &cx.model.cluster.decl.services;
    let vclusters = cx.model.vclusters.len() as u64;
    let platform = of_the_platform(cx.model);
    let (room, needed) = (
        1u64 << (32 - services.0.prefix_len()),
        platform + vclusters * OF_A_VCLUSTER,
    );
    if room < needed {
        let clubs = if vclusters == 0 {
            String::new()
        } else if vclusters == 1 {
            format!(" + {OF_A_VCLUSTER} for the vcluster")
        } else {
            format!(" + {OF_A_VCLUSTER} for each of {vclusters} vclusters")
        };
        report.push(too_small(
            services,
            room,
            needed,
            &format!("{platform} for the platform{clubs}"),
        ));
    }
}

fn too_small(services: &Spanned<Subnet>, room: u64, needed: u64, parts: &str) -> Diagnostic {
    RULE.at(
        services.span,
        format!(
            "the service network {} has only {room} addresses",
            services.value
        ),
    )
    .label("each Service takes one")
    .note(format!("at least {needed} are needed: {parts}"))
    .help(
        "write a /16, such as `services \"10.96.0.0/16\"`, which costs nothing; but a \
         cluster that runs already keeps its range, and has to be built anew for a larger \
         one",
    )
}

/// Services that the platform itself has.
fn of_the_platform(model: &Model) -> u64 {
    let ceph = if model.storage.is_some() { OF_CEPH } else { 0 };
    let vms = if model.vms.is_empty() && model.images.is_empty() {
        0
    } else {
        OF_VMS
    };
    OF_THE_PLATFORM + ceph + vms
}
