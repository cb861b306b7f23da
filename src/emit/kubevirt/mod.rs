//! KubeVirt: the operator's resource, and one file per VM with its disks.

mod domain;
mod network;
mod vm;
mod volumes;

use super::k8s::{CONFIRM, kustomization, metadata, object, sync_options, sync_wave};
use super::{Context, Sink};
use crate::model::Model;
use crate::yaml::{Value, list, map};

pub(super) use network::attachment;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    if !model.has_vms() {
        return;
    }
    let resources = vec![remote(model), "kubevirt.yaml".to_string()];
    sink.yaml(
        "platform/kubevirt/manifests/kustomization.yaml",
        "versions/kubevirt",
        &[kustomization(resources, Vec::new())],
    );
    sink.yaml(
        "platform/kubevirt/manifests/kubevirt.yaml",
        "versions/kubevirt",
        &[operator(model)],
    );
    for vm in &model.vms {
        let club = model
            .clubs
            .get(vm.club)
            .map_or("", |club| &club.decl.name.value.0);
        let path = format!("clubs/{club}/vms/{}.yaml", vm.decl.name);
        sink.yaml(path, &model.names().vm_path(vm), &vm::objects(model, vm));
    }
}

/// KubeVirt's operator: a release asset, because there is no chart.
pub(super) fn remote(model: &Model) -> String {
    let version = &model.versions.decl.kubevirt;
    format!(
        "https://github.com/kubevirt/kubevirt/releases/download/v{version}/kubevirt-operator.yaml"
    )
}

fn operator(model: &Model) -> Value {
    let meta = sync_wave(metadata("kubevirt", Some("kubevirt")), 1);
    let meta = sync_options(meta, &format!("SkipDryRunOnMissingResource=true,{CONFIRM}"));
    let state = model
        .storage
        .as_ref()
        .and_then(|storage| storage.filesystems().next());
    let mut kubevirt = object("kubevirt.io/v1", "KubeVirt", meta);
    kubevirt.set(
        "spec",
        map! {
            "imagePullPolicy" => "IfNotPresent",
            "uninstallStrategy" => "BlockUninstallIfWorkloadsExist",
            "workloadUpdateStrategy" => map! { "workloadUpdateMethods" => list!["LiveMigrate"] },
            "configuration" => map! {
                "evictionStrategy" => "LiveMigrateIfPossible",
                "vmStateStorageClass" => state.map(|pool| model.names().storage_class(pool)),
                // Upstream's default is bridge, with which no VM can migrate.
                "network" => map! {
                    "defaultNetworkInterface" => "masquerade",
                    "permitBridgeInterfaceOnPodNetwork" => false,
                },
            },
        },
    );
    kubevirt
}
