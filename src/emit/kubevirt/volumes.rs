//! Disks of a VM: the volumes behind them, cloud-init, SSH keys.

use crate::emit::cdi::{self, Content};
use crate::emit::k8s::Object;
use crate::model::{Model, Vm};
use crate::source::Spanned;
use crate::yaml::{Value, list, map};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// KubeVirt refuses inline cloud-init data beyond this many bytes.
const INLINE: usize = 2048;
const CLOUD_INIT: &str = "cloudinit";

/// One DataVolume per disk and per CD-ROM.
pub(super) fn data_volumes(model: &Model, vm: &Vm, namespace: &str, club: &str) -> Vec<Value> {
    let names = model.names();
    let mut all = Vec::new();
    for disk in &vm.disks {
        let content = disk
            .image
            .and_then(|at| model.images.get(at))
            .map_or(Content::Blank, Content::Clone);
        let pool = disk.pool.and_then(|at| model.pools().get(at));
        let name = names.data_volume(vm, &disk.decl.name);
        all.push(cdi::volume(
            model,
            &name,
            namespace,
            club,
            pool,
            &disk.decl.size.quantity(),
            content,
        ));
    }
    for (at, cdrom) in vm.cdroms.iter().enumerate() {
        let Some(image) = cdrom.image.and_then(|at| model.images.get(at)) else {
            continue;
        };
        let pool = image.pool.and_then(|at| model.pools().get(at));
        let name = names.data_volume(vm, &names.cdrom(at));
        all.push(cdi::volume(
            model,
            &name,
            namespace,
            club,
            pool,
            &image.decl.virtual_size.quantity(),
            Content::Clone(image),
        ));
    }
    all
}

/// Drives: the first disk boots; CD-ROMs are tried next, so that a blank disk falls through to the
/// installer.
pub(super) fn disks(model: &Model, vm: &Vm) -> Vec<Value> {
    let bus = if vm.is_windows() { "sata" } else { "virtio" };
    let mut all = Vec::new();
    for (at, disk) in vm.disks.iter().enumerate() {
        let serial = model.names().data_volume(vm, &disk.decl.name);
        all.push(map! {
            "name" => &*disk.decl.name.value.0,
            "bootOrder" => (at == 0).then_some(1),
            "disk" => map! { "bus" => bus },
            "serial" => serial,
        });
    }
    for at in 0..vm.cdroms.len() {
        let order = at as u32 + if vm.disks.is_empty() { 1 } else { 2 };
        all.push(map! {
            "name" => model.names().cdrom(at),
            "bootOrder" => order,
            "cdrom" => map! { "bus" => "sata" },
        });
    }
    if vm.is_windows() {
        all.push(map! { "name" => "virtio-drivers", "cdrom" => map! { "bus" => "sata" } });
    }
    if has_cloud_init(vm) {
        all.push(map! { "name" => CLOUD_INIT, "disk" => map! { "bus" => bus } });
    }
    all
}

/// The volumes behind the drives, in the same order.
pub(super) fn volumes(model: &Model, vm: &Vm) -> Vec<Value> {
    let names = model.names();
    let volume = |name: String| {
        map! {
            "name" => &name,
            "dataVolume" => map! { "name" => names.data_volume(vm, &name) },
        }
    };
    let mut all: Vec<Value> = vm
        .disks
        .iter()
        .map(|disk| volume(disk.decl.name.to_string()))
        .collect();
    all.extend((0..vm.cdroms.len()).map(|at| volume(model.names().cdrom(at))));
    if vm.is_windows() {
        let image = format!(
            "quay.io/kubevirt/virtio-container-disk:v{}",
            model.versions.decl.kubevirt
        );
        all.push(map! {
            "name" => "virtio-drivers",
            "containerDisk" => map! { "image" => image, "imagePullPolicy" => "IfNotPresent" },
        });
    }
    if has_cloud_init(vm) {
        all.push(map! { "name" => CLOUD_INIT, "cloudInitNoCloud" => cloud_init(vm) });
    }
    all
}

fn has_cloud_init(vm: &Vm) -> bool {
    vm.user_data.is_some() || vm.network_data.is_some() || vm.decl.ssh_keys.is_some()
}

fn secret_name(vm: &Vm) -> String {
    format!("{}-cloudinit", vm.decl.name)
}

fn is_long(text: &Option<Spanned<String>>) -> bool {
    text.as_ref().is_some_and(|text| text.len() > INLINE)
}

fn cloud_init(vm: &Vm) -> Value {
    let reference = || map! { "name" => secret_name(vm) };
    let inline = |text: &Option<Spanned<String>>| {
        text.as_ref()
            .filter(|_| !is_long(text))
            .map(|text| text.value.clone())
    };
    // SSH keys are added to user data, so there must be some.
    let empty = (vm.user_data.is_none()).then(|| "#cloud-config\n{}\n".to_string());
    map! {
        "userData" => inline(&vm.user_data).or(empty),
        "secretRef" => is_long(&vm.user_data).then(reference),
        "networkData" => inline(&vm.network_data),
        "networkDataSecretRef" => is_long(&vm.network_data).then(reference),
    }
}

/// What does not fit inline. Its content is as public as this repository: real secrets are
/// referenced.
pub(super) fn cloud_init_secret(vm: &Vm, namespace: &str) -> Option<Value> {
    let long = |text: &Option<Spanned<String>>| {
        text.as_ref()
            .filter(|_| is_long(text))
            .map(|text| STANDARD.encode(text.value.as_bytes()))
    };
    let data = map! { "userdata" => long(&vm.user_data), "networkdata" => long(&vm.network_data) };
    (!data.is_empty()).then(|| {
        Object::new("v1", "Secret")
            .named(&secret_name(vm))
            .within(namespace)
            .with("type", "Opaque")
            // Not `stringData`: the server keeps no trace of it, and server-side apply sees a
            // difference.
            .with("data", data)
            .value()
    })
}

/// Public keys from a Secret that exists in the cluster.
pub(super) fn ssh_keys(vm: &Vm) -> Option<Value> {
    let keys = vm.decl.ssh_keys.as_ref()?;
    let source = map! { "secret" => map! { "secretName" => &*keys.secret.value.0 } };
    Some(list![map! {
        "sshPublicKey" => map! {
            "source" => source,
            "propagationMethod" => map! { "noCloud" => map! {} },
        },
    }])
}
