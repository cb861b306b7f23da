//! `cluster/contradiction`

use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::TaintEffect;

pub static RULE: Rule = Rule {
    id: "cluster/contradiction",
    level: Level::Error,
    since: "0.1.0",
    summary: "a setting of the cluster cannot have an effect",
    why: "The setting would be ignored, and whoever reads it believes that it holds.",
    fr: French {
        summary: "un réglage du cluster ne peut avoir aucun effet",
        why: "Le réglage serait ignoré, et qui le lit croit qu'il s'applique.",
    },
    wrong: &[
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "flannel" kube-proxy=#false
}
"#,
        r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    control-plane schedulable=#true {
        taint "node-role.kubernetes.io/control-plane" effect=NoSchedule
    }
}
"#,
    ],
    right: &[r#"
cluster "lab" {
    endpoint "https://10.0.0.10:6443"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    vip "10.0.0.10"
    cni "flannel"
}
"#],
    check: Check::Whole(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    kube_proxy(cx, report);
    secure_boot(cx, report);
    workers(cx, report);
    control_planes(cx, report);
}

fn kube_proxy(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster;
    if let Some(kept) = cluster.decl.cni.as_ref().and_then(|cni| cni.kube_proxy)
        && !kept.value
        && !cluster.is_cilium()
    {
        report.push(
            RULE.at(kept.span, "`kube-proxy=#false` has no effect with Flannel")
                .label("Flannel needs it, so it stays")
                .help(
                    "remove `kube-proxy=#false`; or keep it, and switch to `cni \"cilium\"`: on a \
                     running cluster the switch interrupts all traffic",
                ),
        );
    }
}

fn secure_boot(cx: &Context<'_>, report: &mut Report) {
    for hardware in cx.model.hardware.iter() {
        let Some(firmware) = hardware
            .firmware
            .as_ref()
            .filter(|firmware| firmware.secure_boot.value && !firmware.uefi.value)
        else {
            continue;
        };
        report.push(
            RULE.at(
                firmware.secure_boot.span,
                format!("model `{}` has secure boot, but not UEFI", hardware.name),
            )
            .label("secure boot is a part of UEFI")
            .also(firmware.uefi.span, "switched off here")
            .help("remove one of the two, as it is set in the machines"),
        );
    }
}

/// Control planes run workloads, and a taint keeps workloads away from them.
fn control_planes(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster;
    let role = cluster.decl.control_plane.as_ref();
    let Some(schedulable) = role.and_then(|role| role.schedulable.as_ref()) else {
        return;
    };
    let everywhere = cluster.decl.machine.taint.iter();
    let taints = everywhere.chain(role.into_iter().flat_map(|role| &role.machine.taint));
    for taint in taints
        .filter(|taint| schedulable.value && taint.effect.value != TaintEffect::PreferNoSchedule)
    {
        report.push(
            RULE.at(
                taint.key.span,
                "control planes run workloads, and this taint keeps workloads away",
            )
            .label("only pods that tolerate it run there")
            .also(schedulable.span, "they are to run workloads")
            .help("remove the taint, or `schedulable=#true`"),
        );
    }
}

fn workers(cx: &Context<'_>, report: &mut Report) {
    let cluster = &cx.model.cluster;
    if let Some(schedulable) = cluster
        .decl
        .worker
        .as_ref()
        .and_then(|worker| worker.schedulable)
    {
        report.push(
            RULE.at(schedulable.span, "workers always run workloads")
                .label("only for `control-plane`")
                .help("remove `schedulable=`"),
        );
    }
}
