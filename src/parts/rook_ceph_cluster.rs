//! The Ceph cluster: exactly the disks, pools and file systems of the description.

use super::part::{Application, From, Part};
use super::pods::{Deployment, Pods, Share, pods};
use super::protection::{Health, Protection, REMOVE, keep};
use super::rook_ceph::{CHARTS, NEEDS, entity, is_there};
use super::version::{Oldest, Version};
use super::written::Written;
use crate::language::Chart;
use crate::model::constants::NAMESPACE_ROOK;
use crate::model::{Model, Node, Purpose, Redundancy};
use crate::source::Span;
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "rook-ceph-cluster",
    title: "The Ceph cluster",
    what: "Ceph on the disks with `use=storage`: monitors, OSDs, pools and file systems.",
    rights: "Privileged pods on the machines with storage, which write to the named disks.",
    when: is_there,
    needs: NEEDS,
    from: From::Chart {
        repository: CHARTS,
        name: "rook-ceph-cluster",
        values: Chart::RookCephCluster,
        version: |versions| &versions.decl.rook,
        prefix: "v",
    },
    versions: &[VERSION],
    image: Some(|versions| format!("{CEPH}:v{}", versions.decl.ceph)),
    application: Some(Application {
        wave: -50,
        namespace: NAMESPACE_ROOK,
        also: &[],
        entity,
        manifests: |_| true,
    }),
    objects,
    protected: PROTECTED,
    health: &[Health {
        key: "resource.customizations.health.ceph.rook.io_CephCluster",
        script: HEALTH,
        place: 1,
    }],
    pods: &[OSD, MON, MGR, MGR_SIDECAR, EXPORTER, MDS],
    takes,
    deployments,
    ..Part::NOTHING
};

const VERSION: Version = Version::new("Ceph", |versions| &versions.decl.ceph).from(OLDEST);

/// rook v1.20.6 deploy/charts/rook-ceph-cluster values.yaml `allowUnsupported`: Squid (19) and
/// Tentacle (20).
const OLDEST: Oldest = Oldest {
    beside: Some(|versions| &versions.decl.rook),
    ..Oldest::new(
        (19, 0),
        "19 or later",
        |versions| format!("is too old for Rook {}", versions.decl.rook),
        |tested| {
            let ceph = &tested.decl.ceph;
            format!(
                "write `ceph \"{ceph}\"`; a running Ceph goes up one major version at a time, with \
                 the Rook that knows it"
            )
        },
    )
};

/// The image of Ceph's daemons.
pub const CEPH: &str = "quay.io/ceph/ceph";

/// One disk. Ceph wants 4 GiB, and half a CPU for a spinning disk (rook v1.20.6
/// cluster/charts/rook-ceph-cluster).
pub const OSD: Pods = pods("OSD", 500, 4 << 10, 4 << 10);
pub const MON: Pods = pods("monitor", 300, 1 << 10, 2 << 10);
pub const MGR: Pods = pods("manager", 300, 1 << 10, 2 << 10);
pub const MGR_SIDECAR: Pods = pods("manager's sidecar", 50, 40, 100);
pub const EXPORTER: Pods = pods("exporter", 50, 50, 128);
/// Of a file system.
pub const MDS: Pods = pods("metadata server", 500, 1 << 10, 4 << 10);

/// The daemons that run on a machine and nowhere else: its OSDs, and a monitor where each machine
/// has one.
fn takes(model: &Model) -> Vec<Share> {
    let everywhere = model.storage_nodes().count() as u64 <= u64::from(model.monitors());
    let share = |node: &Node| {
        if !node.has_storage() {
            return Share::NOTHING;
        }
        let osds = node.running_disks().map(|_| OSD);
        let monitor = everywhere.then_some(MON);
        let all = osds.chain(monitor).chain([EXPORTER]);
        all.fold(Share::NOTHING, |sum, pods| sum.plus(Share::of(pods)))
    };
    model.nodes.iter().map(share).collect()
}

/// The daemons that are on some of the machines of the storage.
fn deployments(model: &Model) -> Vec<Deployment> {
    let hosts = model.storage_nodes().count() as u64;
    let monitors = u64::from(model.monitors());
    let filesystems = model
        .storage
        .iter()
        .flat_map(|storage| storage.filesystems());
    let on_storage = |pods, count| Deployment {
        pods,
        count,
        on_storage: true,
    };
    let managers = hosts.clamp(1, 2);
    vec![
        on_storage(MON, if hosts > monitors { monitors } else { 0 }),
        on_storage(MGR, managers),
        on_storage(MGR_SIDECAR, if managers > 1 { managers } else { 0 }),
        // Of each file system one serves and one stands by.
        on_storage(MDS, 2 * filesystems.count() as u64),
    ]
}

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    let Some(storage) = &model.storage else {
        return;
    };
    // The chart calls it by its namespace.
    all.push(Written::part(
        "CephCluster",
        Some(NAMESPACE_ROOK),
        NAMESPACE_ROOK,
    ));
    let mut rook = |kind, name: Cow<'m, str>, at| {
        all.push(Written {
            kind,
            namespace: Some(Cow::Borrowed(NAMESPACE_ROOK)),
            name,
            at,
            of: "pool",
        });
    };
    if !storage.pools.is_empty() {
        rook(
            "CephBlockPool",
            Cow::Borrowed("builtin-mgr"),
            Span::default(),
        );
    }
    for pool in &storage.pools {
        let (name, at) = (Cow::Borrowed(&*pool.name.value), pool.name.span);
        if pool.purpose == Purpose::Filesystem {
            let group = format!("{name}-csi");
            rook("CephFilesystem", name, at);
            rook("CephFilesystemSubVolumeGroup", group.into(), at);
            continue;
        }
        rook("CephBlockPool", name, at);
        if matches!(pool.redundancy, Redundancy::Erasure { .. }) {
            let metadata = model.names().metadata_pool(pool);
            rook("CephBlockPool", metadata.into(), at);
        }
    }
}

const DISKS: &str = "remove this key; Ceph gets the disks that have `use=storage`";
/// Of operator, drivers and cluster.
pub(super) const APART: &str = "its parts would look for each other in different namespaces";

/// A warning of Ceph must not hold back everything that comes after it.
const HEALTH: &str = r#"hs = {status = "Progressing", message = "no health yet"}
if obj.status ~= nil and obj.status.ceph ~= nil and obj.status.ceph.health ~= nil then
  hs.message = obj.status.ceph.health
  if obj.status.ceph.health == "HEALTH_ERR" then
    hs.status = "Degraded"
  else
    hs.status = "Healthy"
  end
end
return hs
"#;

const PROTECTED: &[Protection] = &[
    keep(
        &["cephClusterSpec", "storage", "useAllDevices"],
        &["false"],
        "Ceph would take every disk that looks empty",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "useAllNodes"],
        &["false"],
        "Ceph would look for disks on every node",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "nodes"],
        &[],
        "would replace the list of disks",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "devices"],
        &[],
        "would name disks on all nodes at once",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "deviceFilter"],
        &[],
        "would take every disk that matches",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "devicePathFilter"],
        &[],
        "would take every disk that matches",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "storage", "config", "metadataDevice"],
        &[],
        "would put the metadata of all OSDs on one disk that nobody named",
        DISKS,
    ),
    keep(
        &["cephClusterSpec", "resources", "prepareosd", "limits"],
        &[],
        "an OSD that is half made when memory ends is skipped forever",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "cleanupPolicy", "confirmation"],
        &[""],
        "would wipe the disks when the cluster object is deleted",
        "the runbook of each node wipes disks, by hand; remove this line",
    ),
    keep(
        &[
            "cephClusterSpec",
            "cleanupPolicy",
            "wipeDevicesFromOtherClusters",
        ],
        &["false"],
        "would wipe every disk of a machine that an older Ceph has used, named or not",
        "the runbook of each node wipes disks, by hand; remove this line",
    ),
    keep(
        &[
            "cephClusterSpec",
            "cleanupPolicy",
            "allowUninstallWithVolumes",
        ],
        &["false"],
        "the Ceph cluster could be deleted while volumes are in use",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "storage", "migration", "confirmation"],
        &[""],
        "would wipe OSDs one after the other, and make them anew",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "storage", "store", "updateStore"],
        &[""],
        "would wipe OSDs one after the other, and make them anew",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "removeOSDsIfOutAndSafeToRemove"],
        &["false"],
        "would remove an OSD that is only out for repair",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "skipUpgradeChecks"],
        &["false"],
        "would upgrade Ceph while data is missing copies",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "continueUpgradeAfterChecksEvenIfNotHealthy",
        ],
        &["false"],
        "would upgrade Ceph while data is missing copies",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "mon", "allowMultiplePerNode"],
        &["false"],
        "one broken machine could take the majority of the monitors along",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterMetadata",
            "annotations",
            "argocd.argoproj.io/sync-options",
        ],
        &[],
        "keeps Argo CD from deleting the Ceph cluster",
        REMOVE,
    ),
    keep(
        &["cephBlockPools"],
        &[],
        "would replace the pools of the description",
        "declare `pool` in `storage`",
    ),
    keep(
        &["cephFileSystems"],
        &[],
        "would replace the filesystems of the description",
        "declare `filesystem` in `storage`",
    ),
    keep(&["operatorNamespace"], &["rook-ceph"], APART, REMOVE),
    keep(&["clusterName"], &["rook-ceph"], APART, REMOVE),
    keep(
        &["toolbox", "enabled"],
        &["true"],
        "the runbooks ask Ceph for its health there, and replace disks with it",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "dataDirHostPath"],
        &["/var/lib/rook"],
        "the monitors would find none of their data there, and start empty",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "external", "enable"],
        &["false"],
        "Rook would run neither monitors nor disks, and wait for another Ceph",
        REMOVE,
    ),
    keep(
        &["cephImage", "allowUnsupported"],
        &["false"],
        "Rook would run a Ceph that it was never tried with",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "upgradeOSDRequiresHealthyPGs"],
        &["true"],
        "would upgrade the next machine while data is missing copies",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "disruptionManagement",
            "managePodBudgets",
        ],
        &["true"],
        "nothing would keep two machines from being drained at once",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "healthCheck",
            "daemonHealth",
            "mon",
            "disabled",
        ],
        &["false"],
        "a monitor that is lost would never be replaced",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "storage", "storageClassDeviceSets"],
        &[],
        "would make OSDs on volumes of another storage",
        DISKS,
    ),
    keep(
        &[
            "cephClusterSpec",
            "cephConfig",
            "global",
            "mon_allow_pool_delete",
        ],
        &["false"],
        "one command would be enough to delete a pool with its data",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "cephConfig",
            "global",
            "mon_allow_pool_size_one",
        ],
        &["false"],
        "pools could keep one copy, which is lost with a disk",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "cephConfig",
            "global",
            "osd_pool_default_size",
        ],
        &["2", "3", "4"],
        "pools that Ceph makes itself would keep one copy",
        REMOVE,
    ),
    keep(
        &[
            "cephClusterSpec",
            "cephConfig",
            "global",
            "osd_pool_default_min_size",
        ],
        &["0", "2", "3"],
        "Ceph would write to a single copy, and lose it with a disk",
        REMOVE,
    ),
    keep(
        &["cephClusterSpec", "storage", "allowDeviceClassUpdate"],
        &["false"],
        "another `media` of a disk would copy all of its data at once",
        REMOVE,
    ),
];
