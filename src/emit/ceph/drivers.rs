//! Chart `ceph-csi-drivers`, which Rook 1.20 and later need besides its own.

use crate::emit::context::{Context, Sink};
use crate::emit::helm;
use crate::model::constants::{DRIVER_CEPHFS, DRIVER_RBD, NAMESPACE_ROOK};
use crate::parts::ceph_csi_drivers::PART;
use crate::yaml::{Value, map};

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(storage) = &context.model.storage else {
        return;
    };
    let replicas = if context.model.nodes.len() > 1 { 2 } else { 1 };
    let off = |name: &str| -> Value {
        map! { "enabled" => false, "name" => name }
    };
    // Said for each driver: the chart's own defaults there win over `driverSpecDefaults`
    // (csi-operator v1.0.4 driver_controller.go). Without the policy there is no snapshotter, and
    // snapshots never get ready.
    let on = |name: &str| -> Value {
        map! {
            "enabled" => true,
            "name" => name,
            "snapshotPolicy" => "volumeSnapshot",
            "controllerPlugin" => map! { "replicas" => replicas },
        }
    };
    let has_filesystem = storage.filesystems().next().is_some();
    let values = map! {
        "operatorConfig" => map! {
            "namespace" => NAMESPACE_ROOK,
            "driverSpecDefaults" => map! {
                "imageSet" => map! { "name" => "rook-csi-operator-image-set-configmap" },
                "nodePlugin" => map! { "priorityClassName" => "system-node-critical" },
                "controllerPlugin" => map! { "priorityClassName" => "system-cluster-critical" },
            },
        },
        "drivers" => map! {
            "rbd" => on(DRIVER_RBD),
            "cephfs" => if has_filesystem { on(DRIVER_CEPHFS) } else { off(DRIVER_CEPHFS) },
            "nfs" => off("rook-ceph.nfs.csi.ceph.com"),
            "nvmeof" => off("rook-ceph.nvmeof.csi.ceph.com"),
        },
    };
    helm::values(context, sink, &PART, values);
}
