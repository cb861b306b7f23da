//! Chart `rook-ceph-cluster`: the cluster on exactly our disks, and nothing by default.

use crate::emit::context::{Context, Sink};
use crate::emit::helm;
use crate::emit::k8s::{KEEP, node_affinity};
use crate::language::Disk;
use crate::model::constants::{LABEL_RACK, LABEL_STORAGE, NAMESPACE_ROOK};
use crate::model::{Model, Storage};
use crate::parts::Pods;
use crate::parts::rook_ceph_cluster::{CEPH, EXPORTER, MGR, MGR_SIDECAR, MON, OSD, PART};
use crate::yaml::{Value, list, map};

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let Some(storage) = &model.storage else {
        return;
    };
    let values = map! {
        "operatorNamespace" => NAMESPACE_ROOK,
        "clusterName" => NAMESPACE_ROOK,
        "toolbox" => map! { "enabled" => true },
        "monitoring" => map! { "enabled" => false, "createPrometheusRules" => false },
        "cephImage" => map! {
            "repository" => CEPH,
            "tag" => format!("v{}", model.versions.decl.ceph),
            "allowUnsupported" => false,
        },
        "cephClusterMetadata" => map! {
            "annotations" => map! { "argocd.argoproj.io/sync-options" => KEEP },
        },
        "cephClusterSpec" => spec(model, storage),
        // What holds data is ours (`pools.rs`), because the chart's objects cannot be kept. Said as
        // empty: the chart's defaults make a pool, an MDS and an RGW that nobody asked for.
        "cephBlockPools" => list![],
        "cephFileSystems" => list![],
        "cephObjectStores" => list![],
        // Ours, because parameters of a class cannot change and the chart changes them.
        "cephBlockPoolsVolumeSnapshotClass" => map! { "enabled" => false },
        "cephFileSystemVolumeSnapshotClass" => map! { "enabled" => false },
    };
    helm::values(context, sink, &PART, values);
}

fn spec(model: &Model, storage: &Storage) -> Value {
    let hosts = model.storage_nodes().count() as u32;
    let monitors = model.monitors();
    // A failed monitor cannot move when there is no spare machine: give the machine time to come
    // back.
    let timeout = if hosts == monitors { "45m" } else { "10m" };
    let backend = storage.backend.word();
    map! {
        "dataDirHostPath" => "/var/lib/rook",
        "upgradeOSDRequiresHealthyPGs" => true,
        "mon" => mon(model, monitors),
        "mgr" => map! {
            "count" => hosts.clamp(1, 2),
            "allowMultiplePerNode" => false,
            "modules" => list![map! { "name" => "rook", "enabled" => false }],
        },
        "dashboard" => map! { "enabled" => true, "ssl" => false },
        "network" => map! { "connections" => map! {
            "requireMsgr2" => true,
            "encryption" => map! { "enabled" => false },
            "compression" => map! { "enabled" => false },
        } },
        "crashCollector" => map! { "disable" => true },
        "logCollector" => map! { "enabled" => false },
        // Anything but these values arms the destruction of data.
        "cleanupPolicy" => map! {
            "confirmation" => "",
            "allowUninstallWithVolumes" => false,
            "wipeDevicesFromOtherClusters" => false,
        },
        "removeOSDsIfOutAndSafeToRemove" => false,
        "disruptionManagement" => map! {
            "managePodBudgets" => true,
            "osdMaintenanceTimeout" => 30,
        },
        "healthCheck" => map! {
            "daemonHealth" => map! {
                "mon" => map! { "disabled" => false, "interval" => "45s", "timeout" => timeout },
            },
        },
        "placement" => placement(backend),
        "priorityClassNames" => map! {
            "mon" => "system-node-critical",
            "osd" => "system-node-critical",
            "mgr" => "system-cluster-critical",
        },
        "resources" => resources(),
        "storage" => disks(model),
    }
}

/// Where racks are what copies are kept apart by, monitors are too: the loss of one rack then takes
/// one of them.
fn mon(model: &Model, count: u32) -> Value {
    let mut mon = map! { "count" => count, "allowMultiplePerNode" => false };
    let racks = model.monitor_racks();
    if !racks.is_empty() {
        let zone = |name: &&str| map! { "name" => *name };
        mon.set("failureDomainLabel", LABEL_RACK);
        mon.set("zones", racks.iter().map(zone).collect::<Vec<_>>());
    }
    mon
}

fn placement(backend: &str) -> Value {
    map! { "all" => map! {
        "nodeAffinity" => node_affinity(LABEL_STORAGE, vec![backend.to_string()]),
        "tolerations" => list![
            map! {
                "key" => "node-role.kubernetes.io/control-plane",
                "operator" => "Exists",
                "effect" => "NoSchedule",
            },
        ],
    } }
}

fn disks(model: &Model) -> Value {
    map! {
        // Both false: the chart's defaults take every free disk of every machine, and ignore
        // the list below.
        "useAllNodes" => false,
        "useAllDevices" => false,
        "allowDeviceClassUpdate" => false,
        "nearFullRatio" => Value::Float(0.85),
        "backfillFullRatio" => Value::Float(0.90),
        "fullRatio" => Value::Float(0.95),
        "flappingRestartIntervalHours" => 24,
        "nodes" => nodes(model),
    }
}

/// A memory limit on every container, so that Talos' OOM handler leaves Ceph alone; none on
/// `prepareosd`, which leaves half-made OSDs when it is killed (rook#13120).
fn resources() -> Value {
    map! {
        "mon" => container(MON),
        "mgr" => container(MGR),
        "osd" => container(OSD),
        "prepareosd" => map! { "requests" => map! { "cpu" => "200m", "memory" => "256Mi" } },
        "mgr-sidecar" => container(MGR_SIDECAR),
        "exporter" => container(EXPORTER),
    }
}

pub(super) fn container(daemon: Pods) -> Value {
    map! {
        "requests" => map! {
            "cpu" => daemon.cpu(),
            "memory" => daemon.memory.quantity(),
        },
        "limits" => map! { "memory" => daemon.limit.quantity() },
    }
}

fn nodes(model: &Model) -> Vec<Value> {
    // One without a disk that serves too: Rook looks after the OSDs of machines in this list only
    // (rook v1.20.6 pkg/operator/ceph/cluster/osd/update.go).
    model
        .storage_nodes()
        .map(|node| {
            map! {
                "name" => &*node.decl.name.value.0,
                // Said for each node: one with an empty list would inherit the cluster's value.
                "useAllDevices" => false,
                "devices" => node.storage_disks().map(device).collect::<Vec<_>>(),
            }
        })
        .collect()
}

fn device(disk: &Disk) -> Value {
    map! {
        "name" => disk.id.path(),
        "config" => map! { "deviceClass" => disk.media.word(), "osdsPerDevice" => "1" },
    }
}
