//! `values/undoes-protection`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::Chart;
use crate::model::Model;
use crate::yaml::{Key, Kind, Node};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    id: "values/undoes-protection",
    level: Level::Error,
    since: "0.1.0",
    summary: "values undo what keeps data, clubs or the network safe",
    why: "Values come last and override what the description says, and this one protects data, or \
          one club from another.",
    fr: French {
        summary: "des valeurs défont ce qui protège les données, les clubs ou le réseau",
        why: "Les valeurs viennent en dernier et gagnent. Avec `useAllDevices`, Ceph prend tout \
              disque qui semble vide ; avec une politique de nettoyage, un objet supprimé les \
              efface ; sans son quota, un club affame les autres.",
    },
    wrong: r#"
values "rook-ceph-cluster" { cephClusterSpec { storage { useAllDevices #true; }; }; }
"#,
    right: r#"
values "rook-ceph-cluster" { cephClusterSpec { mon { count 3; }; }; }
"#,
    check: Some(check),
};

/// A setting that must stay as Radier writes it.
struct Protection {
    chart: Chart,
    /// Keys from the root.
    path: &'static [&'static str],
    /// Values that protect as well: Radier's own, and stricter ones.
    may_be: &'static [&'static str],
    why: &'static str,
    help: &'static str,
    /// Where it holds.
    when: fn(&Model) -> bool,
}

const fn of(
    chart: Chart,
    path: &'static [&'static str],
    may_be: &'static [&'static str],
    why: &'static str,
    help: &'static str,
) -> Protection {
    Protection {
        chart,
        path,
        may_be,
        why,
        help,
        when: |_| true,
    }
}

impl Protection {
    const fn when(self, when: fn(&Model) -> bool) -> Self {
        Self { when, ..self }
    }
}

const DISKS: &str = "remove this key; Ceph gets the disks that have `use=storage`";

const REGISTERED: &str = "Argo CD would not get into vclusters any more";
const HEALTH: &str = "Argo CD would go on with the next wave before this one works";
const ROOK: &str = "its parts would look for each other in different namespaces";

const PUBLIC: &str = "whoever can read the repository could use it";
const BY_HAND: &str = "make the Secret by hand or with External Secrets; `out/docs` lists which";

const PROTECTIONS: &[Protection] = &[
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "useAllDevices"],
        &["false"],
        "Ceph would take every disk that looks empty",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "useAllNodes"],
        &["false"],
        "Ceph would look for disks on every node",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "nodes"],
        &[],
        "would replace the list of disks",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "devices"],
        &[],
        "would name disks on all nodes at once",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "deviceFilter"],
        &[],
        "would take every disk that matches",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "devicePathFilter"],
        &[],
        "would take every disk that matches",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "config", "metadataDevice"],
        &[],
        "would put the metadata of all OSDs on one disk that nobody named",
        DISKS,
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "resources", "prepareosd", "limits"],
        &[],
        "an OSD that is half made when memory ends is skipped forever",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "cleanupPolicy", "confirmation"],
        &[""],
        "would wipe the disks when the cluster object is deleted",
        "the runbook of each node wipes disks, by hand; remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &[
            "cephClusterSpec",
            "cleanupPolicy",
            "wipeDevicesFromOtherClusters",
        ],
        &["false"],
        "would wipe every disk of a machine that an older Ceph has used, named or not",
        "the runbook of each node wipes disks, by hand; remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &[
            "cephClusterSpec",
            "cleanupPolicy",
            "allowUninstallWithVolumes",
        ],
        &["false"],
        "the Ceph cluster could be deleted while volumes are in use",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "migration", "confirmation"],
        &[""],
        "would wipe OSDs one after the other, and make them anew",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "storage", "store", "updateStore"],
        &[""],
        "would wipe OSDs one after the other, and make them anew",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "removeOSDsIfOutAndSafeToRemove"],
        &["false"],
        "would remove an OSD that is only out for repair",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "skipUpgradeChecks"],
        &["false"],
        "would upgrade Ceph while data is missing copies",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &[
            "cephClusterSpec",
            "continueUpgradeAfterChecksEvenIfNotHealthy",
        ],
        &["false"],
        "would upgrade Ceph while data is missing copies",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephClusterSpec", "mon", "allowMultiplePerNode"],
        &["false"],
        "one broken machine could take the majority of the monitors along",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &[
            "cephClusterMetadata",
            "annotations",
            "argocd.argoproj.io/sync-options",
        ],
        &[],
        "keeps Argo CD from deleting the Ceph cluster",
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["cephBlockPools"],
        &[],
        "would replace the pools of the description",
        "declare `pool` in `storage`",
    ),
    of(
        Chart::RookCephCluster,
        &["cephFileSystems"],
        &[],
        "would replace the filesystems of the description",
        "declare `filesystem` in `storage`",
    ),
    of(
        Chart::RookCeph,
        &["crds", "enabled"],
        &["true"],
        "would take the definitions away, and Ceph's objects with them",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["policies", "resourceQuota"],
        &[],
        "the quota of a club is what keeps it from starving the others",
        "change `quota` of the club, or the sizes of its vcluster",
    ),
    of(
        Chart::Vcluster,
        &["policies", "networkPolicy", "enabled"],
        &["true"],
        "pods of a club could reach everything in the cluster",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["policies", "limitRange", "enabled"],
        &["true"],
        "pods without limits would be refused by the quota",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["policies", "podSecurityStandard"],
        &["baseline", "restricted"],
        "pods of a club could become root on the workers",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &[
            "controlPlane",
            "statefulSet",
            "persistence",
            "volumeClaim",
            "retentionPolicy",
        ],
        &["Retain"],
        "would delete the data of a vcluster with it",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["sync", "toHost", "persistentVolumes", "enabled"],
        &["false"],
        "a club could claim volumes of another",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["sync", "toHost", "networkPolicies", "enabled"],
        &["false"],
        "a club could open what the platform closes",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &[
            "controlPlane",
            "statefulSet",
            "persistence",
            "volumeClaim",
            "enabled",
        ],
        &["true"],
        "all of a vcluster would be lost with its pod",
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["exportKubeConfig", "additionalSecrets"],
        &[],
        "a vcluster could write Secrets of Argo CD",
        "remove this line: Radier registers vclusters with an ExternalSecret",
    ),
    of(
        Chart::Vcluster,
        &["exportKubeConfig", "secret"],
        &[],
        REGISTERED,
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["exportKubeConfig", "serviceAccount"],
        &[],
        REGISTERED,
        "remove this line",
    ),
    of(
        Chart::Vcluster,
        &["controlPlane", "proxy", "extraSANs"],
        &[],
        "would replace the names that Argo CD looks for in the certificate",
        "remove this line: each vcluster has the names of its Service",
    ),
    of(
        Chart::Cilium,
        &["cni", "exclusive"],
        &["false"],
        "would remove the configuration of Multus, and VMs lose their networks",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["k8sServiceHost"],
        &["localhost"],
        "Cilium finds the Kubernetes API there, before there is a network",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["k8sServicePort"],
        &["7445"],
        "Cilium finds the Kubernetes API there, before there is a network",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["kubeProxyReplacement"],
        &[],
        "Talos' own kube-proxy must agree",
        "write `cni \"cilium\" kube-proxy=#true` or `#false` in `cluster`",
    ),
    of(
        Chart::Cilium,
        &["ipam", "mode"],
        &["kubernetes"],
        "pods would get other addresses than `pods` says",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["ipam", "operator"],
        &[],
        "pods would get other addresses than `pods` says",
        "write `pods` in `cluster`",
    ),
    of(
        Chart::Cilium,
        &["hubble", "tls", "auto", "method"],
        &["cronJob", "certmanager"],
        "would make new certificates on every render, never in sync",
        "remove this line, or write `cronJob`",
    ),
    of(
        Chart::Cilium,
        &["policyEnforcementMode"],
        &["default", "always"],
        "clubs could reach each other, whatever their policies say",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["k8sNetworkPolicy", "enabled"],
        &["true"],
        "clubs could reach each other, whatever their policies say",
        "remove this line",
    ),
    of(
        Chart::Cilium,
        &["l2announcements", "enabled"],
        &["true"],
        "nobody would find the addresses of `load-balancers`",
        "remove this line",
    )
    .when(|model| model.cluster.decl.load_balancers.is_some()),
    of(
        Chart::Cilium,
        &["cgroup", "autoMount", "enabled"],
        &["false"],
        "Talos mounts cgroups itself, and Cilium would not start",
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "argocdServerAdminPassword"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "githubSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "gitlabSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "bitbucketServerSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "bitbucketUUID"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "gogsSecret"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "azureDevops"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "secret", "extra"],
        &[""],
        PUBLIC,
        BY_HAND,
    ),
    of(
        Chart::Argocd,
        &["configs", "cm", "application.instanceLabelKey"],
        &[],
        "labels are copied with objects, and Argo CD would delete the copies",
        "remove this line: Argo CD tracks by annotation",
    ),
    of(
        Chart::Argocd,
        &["configs", "cm", "application.resourceTrackingMethod"],
        &["annotation"],
        "labels are copied with objects, and Argo CD would delete the copies",
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &["configs", "cm", "users.anonymous.enabled"],
        &["false"],
        "everybody would get in without signing in",
        "remove this line",
    ),
    of(
        Chart::CephCsiDrivers,
        &["drivers", "rbd", "name"],
        &["rook-ceph.rbd.csi.ceph.com"],
        "the StorageClasses name this driver, and no volume could be made",
        "remove this line",
    ),
    of(
        Chart::CephCsiDrivers,
        &["drivers", "cephfs", "name"],
        &["rook-ceph.cephfs.csi.ceph.com"],
        "the StorageClasses name this driver, and no volume could be made",
        "remove this line",
    ),
    of(
        Chart::CephCsiDrivers,
        &["drivers", "rbd", "enabled"],
        &["true"],
        "the StorageClasses name this driver, and no volume could be made",
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &["configs", "cm", "resource.customizations"],
        &[],
        HEALTH,
        "write one key for each kind, such as `resource.customizations.health.example.org_Robot`",
    ),
    of(
        Chart::Argocd,
        &[
            "configs",
            "cm",
            "resource.customizations.health.argoproj.io_Application",
        ],
        &[],
        HEALTH,
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &[
            "configs",
            "cm",
            "resource.customizations.health.ceph.rook.io_CephCluster",
        ],
        &[],
        HEALTH,
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &[
            "configs",
            "cm",
            "resource.customizations.health.kubevirt.io_KubeVirt",
        ],
        &[],
        HEALTH,
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &[
            "configs",
            "cm",
            "resource.customizations.health.cdi.kubevirt.io_CDI",
        ],
        &[],
        HEALTH,
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &[
            "configs",
            "cm",
            "resource.customizations.health.kubevirt.io_VirtualMachine",
        ],
        &[],
        HEALTH,
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["operatorNamespace"],
        &["rook-ceph"],
        ROOK,
        "remove this line",
    ),
    of(
        Chart::RookCephCluster,
        &["clusterName"],
        &["rook-ceph"],
        ROOK,
        "remove this line",
    ),
    of(
        Chart::CephCsiDrivers,
        &["operatorConfig", "namespace"],
        &["rook-ceph"],
        ROOK,
        "remove this line",
    ),
    of(
        Chart::RookCeph,
        &["csi", "installCsiOperator"],
        &["true"],
        "nobody would start the drivers, and no volume could be made",
        "remove this line",
    ),
    of(
        Chart::Argocd,
        &["configs", "rbac", "policy.default"],
        &[""],
        "everybody who signs in would see the Applications of all clubs",
        "remove this line: members have the rights of their club",
    ),
];

fn check(cx: &Context<'_>, report: &mut Report) {
    let replacement = if cx.model.cluster.kube_proxy {
        "false"
    } else {
        "true"
    };
    for values in &cx.hatches.values {
        let mut told = FxHashSet::default();
        for protection in PROTECTIONS
            .iter()
            .filter(|protection| protection.chart == values.owner && (protection.when)(cx.model))
        {
            let (problem, span) = match reach(&values.node, protection.path) {
                Reach::Set(_, value) if protection.may_be.iter().any(|word| value.says(word)) => {
                    continue;
                }
                // What Radier writes itself.
                Reach::Set(_, value)
                    if protection.path == ["kubeProxyReplacement"] && value.says(replacement) =>
                {
                    continue;
                }
                Reach::Set(key, _) => {
                    let span = values.span(&key.at);
                    (
                        RULE.at(
                            span,
                            format!("`{}` is protected", protection.path.join(".")),
                        )
                        .label(protection.why)
                        .help(protection.help),
                        span,
                    )
                }
                // A value of another type is an error of `values/wrong-value`, as far as the chart
                // is known.
                Reach::Buried(key, value) if value.kind == Kind::Null || values.is_newer() => {
                    let span = values.span(&key.at);
                    let problem = RULE
                        .at(span, format!("`{}` cannot be taken away", key.text))
                        .label(format!(
                            "`{}` below it is protected",
                            protection.path.join(".")
                        ));
                    (
                        problem.help(
                            "remove this line, and set what should be different below it, key by \
                             key",
                        ),
                        span,
                    )
                }
                Reach::Buried(..) | Reach::Nothing => continue,
            };
            // Several protections may hang on one key.
            if told.insert(span) {
                report.push(problem);
            }
        }
    }
}

/// How far values get on the way to a protected key.
enum Reach<'n> {
    /// They say it.
    Set(&'n Key, &'n Node),
    /// They say something that is no map of keys above it, and with that all below it is gone.
    Buried(&'n Key, &'n Node),
    Nothing,
}

fn reach<'n>(node: &'n Node, path: &[&str]) -> Reach<'n> {
    let Some((key, value)) = path.first().and_then(|first| node.entry(first)) else {
        return Reach::Nothing;
    };
    match &path[1..] {
        [] => Reach::Set(key, value),
        rest if matches!(value.kind, Kind::Map(_)) => reach(value, rest),
        _ => Reach::Buried(key, value),
    }
}
