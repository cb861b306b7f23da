//! Chart `ceph-csi-drivers`, which Rook 1.20 and later need besides its own.

use crate::emit::{Context, Sink, helm};
use crate::language::Chart;
use crate::model::Storage;
use crate::model::constants::NAMESPACE_ROOK;
use crate::yaml::{Value, map};

pub(super) fn emit(context: &Context<'_>, storage: &Storage, sink: &mut Sink<'_>, entity: &str) {
    let replicas = if context.model.nodes.len() > 1 { 2 } else { 1 };
    // The names start with the operator's namespace: StorageClasses and CDI's table of provisioners name them so.
    let driver = |short: &str, enabled: bool| -> Value {
        map! { "enabled" => enabled, "name" => format!("{NAMESPACE_ROOK}.{short}.csi.ceph.com") }
    };
    let values = map! {
        "operatorConfig" => map! {
            "namespace" => NAMESPACE_ROOK,
            "driverSpecDefaults" => map! {
                "imageSet" => map! { "name" => "rook-csi-operator-image-set-configmap" },
                "nodePlugin" => map! { "priorityClassName" => "system-node-critical" },
                "controllerPlugin" => map! { "priorityClassName" => "system-cluster-critical", "replicas" => replicas },
            },
        },
        "drivers" => map! {
            "rbd" => driver("rbd", true),
            "cephfs" => driver("cephfs", storage.filesystems().next().is_some()),
            "nfs" => driver("nfs", false),
            "nvmeof" => driver("nvmeof", false),
        },
    };
    helm::values(context, sink, "platform/ceph-csi-drivers/values.yaml", entity, Chart::CephCsiDrivers, values);
}
