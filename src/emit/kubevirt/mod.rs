//! KubeVirt: the operator's resource, and one file per VM with its disks.

mod domain;
mod network;
mod vm;
mod volumes;

use super::app::App;
use super::context::{Context, Sink};
use super::k8s::{CONFIRM, Object, kustomization};
use super::tenancy;
use crate::model::{Club, Model, Storage};
use crate::parts::kubevirt::PART;
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let (folder, entity) = (PART.manifests(), PART.entity(model));
    let mut resources = PART.remote(model);
    resources.push("kubevirt.yaml".to_string());
    let kustomization = kustomization(resources, Vec::new());
    sink.yaml(
        format!("{folder}/kustomization.yaml"),
        &entity,
        &[kustomization],
    );
    sink.yaml(
        format!("{folder}/kubevirt.yaml"),
        &entity,
        &[operator(model)],
    );
    for vm in &model.vms {
        let Some(club) = model.clubs.get(vm.club) else {
            continue;
        };
        let path = format!("{}/{}.yaml", folder_of(club), vm.decl.name);
        sink.yaml(path, &model.names().vm_path(vm), &vm::objects(model, vm));
    }
}

/// Below `out/`.
fn folder_of(club: &Club) -> String {
    format!("{}/vms", tenancy::folder(club))
}

/// Of each club that has VMs. Disks and VMs in one wave: a disk that waits for its first consumer
/// is healthy only with its VM.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let with_vms = model.clubs.iter().enumerate();
    let with_vms = with_vms.filter(|(at, _)| model.vms_of(*at).next().is_some());
    let app = |(_, club): (usize, &Club)| App {
        name: model.names().club_vms(club),
        entity: club.entity(),
        wave: 20,
        namespace: model.names().club(club),
        manifests: Some(folder_of(club)),
        gates_nothing: true,
        ..App::default()
    };
    with_vms.map(app).collect()
}

fn operator(model: &Model) -> Value {
    let state = model.storage.as_ref().and_then(Storage::state_pool);
    let kubevirt = Object::new("kubevirt.io/v1", "KubeVirt")
        .named("kubevirt")
        .within("kubevirt")
        .wave(1)
        .sync_options(&format!("SkipDryRunOnMissingResource=true,{CONFIRM}"));
    let kubevirt = kubevirt.with(
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
    kubevirt.value()
}
