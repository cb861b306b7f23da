//! Containerized Data Importer: fills volumes of VMs.

use super::part::{Application, From, Part};
use super::pods::{Deployment, Pods, pods};
use super::protection::{Health, OPERATOR_HEALTH};
use super::version::{Oldest, Runs, Version};
use super::written::Written;
use crate::model::Model;
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "cdi",
    title: "CDI",
    what: "Imports images, and fills the volumes of VMs.",
    rights: "Makes and reads volumes in all namespaces.",
    when: Model::has_vms,
    needs: "a VM or an image",
    // A release asset, because there is no chart.
    from: From::Release(|model| {
        let version = &model.versions.decl.cdi;
        let base = "https://github.com/kubevirt/containerized-data-importer/releases/download";
        vec![format!("{base}/v{version}/cdi-operator.yaml")]
    }),
    versions: &[VERSION],
    application: Some(Application {
        wave: -40,
        namespace: NAMESPACE,
        also: &[],
        entity: |_| "versions/cdi".to_string(),
        manifests: |_| true,
    }),
    namespaces: &[NAMESPACE],
    objects,
    kinds: &["cdi"],
    health: &[
        Health {
            key: "resource.customizations.health.cdi.kubevirt.io_CDI",
            script: OPERATOR_HEALTH,
            place: 3,
        },
        Health {
            key: "resource.customizations.health.cdi.kubevirt.io_DataVolume",
            script: VOLUME_HEALTH,
            place: 5,
        },
    ],
    // Operator, controller, API and the proxy of uploads.
    deployments: |_| vec![Deployment::of(SERVER, 4)],
    ..Part::NOTHING
};

/// containerized-data-importer v1.66.0 pkg/operator/resources: all four request the same.
const SERVER: Pods = pods("server", 100, 150, 0);

/// An import that ends in an error says so in its condition only, and is tried again forever (cdi
/// v1.66.0 pkg/controller/util.go setAnnotationsFromPodWithPrefix).
const VOLUME_HEALTH: &str = r#"hs = {status = "Progressing", message = "no status yet"}
if obj.status ~= nil and obj.status.phase ~= nil then
  local phase = obj.status.phase
  hs.message = phase
  if phase == "Succeeded" or phase == "WaitForFirstConsumer" or phase == "PendingPopulation" then
    hs.status = "Healthy"
  elseif phase == "Failed" or phase == "Unknown" then
    hs.status = "Degraded"
  end
  for _, condition in ipairs(obj.status.conditions or {}) do
    if condition.type == "Running" and condition.status == "False" and (condition.reason == "Error" or condition.reason == "ImagePullFailed") then
      hs.status = "Degraded"
      hs.message = condition.message
    end
  end
end
return hs
"#;

/// CDI v1.65.0: the first with `http.checksum`.
const VERSION: Version = Version::new("CDI", |versions| &versions.decl.cdi)
    .from(Oldest::new(
        (1, 65),
        "1.65 or later",
        |_| "checks no checksums".to_string(),
        |tested| format!("write `cdi \"{}\"`", tested.decl.cdi),
    ))
    .running(&[tried(65, 33, 35), tried(66, 34, 36)]);

/// What its own tests run on (containerized-data-importer v1.65.0, v1.66.0 cluster-up/cluster).
const fn tried(minor: u64, oldest: u64, newest: u64) -> Runs {
    Runs {
        minor: (1, minor),
        oldest,
        newest,
        outcome: "CDI was never tried with this Kubernetes, and images may not arrive",
        bears_older: true,
    }
}

pub const NAMESPACE: &str = "cdi";

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    let names = model.names();
    all.push(Written::part("CDI", None, "cdi"));
    for (index, club) in model.clubs.iter().enumerate() {
        let namespace: String = names.club(club);
        let mut volume = |name: String, at, of| {
            all.push(Written {
                kind: "DataVolume",
                namespace: Some(Cow::Owned(namespace.clone())),
                name: name.into(),
                at,
                of,
            })
        };
        for vm in model.vms_of(index) {
            for disk in &vm.disks {
                let name = names.data_volume(vm, &disk.decl.name);
                volume(name, disk.decl.name.span, "disk");
            }
            for (at, cdrom) in vm.cdroms.iter().enumerate() {
                let name = names.data_volume(vm, &names.cdrom(at));
                volume(name, cdrom.decl.image.span, "CD-ROM");
            }
        }
    }
}
