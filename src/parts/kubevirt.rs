//! KubeVirt: runs virtual machines.

use super::cdi;
use super::part::{Application, From, Part, Tenants};
use super::pods::{Deployment, Pods, pods};
use super::protection::{Health, OPERATOR_HEALTH};
use super::secret::PERSON;
use super::secret::Secret;
use super::version::{Oldest, Runs, Version};
use super::written::Written;
use crate::language::SshKeys;
use crate::model::{Model, Vm};
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "kubevirt",
    title: "KubeVirt",
    what: "Runs virtual machines in pods.",
    rights: "Privileged pods on every machine that runs VMs.",
    when: Model::has_vms,
    needs: "a VM or an image",
    // A release asset, because there is no chart.
    from: From::Release(|model| {
        let version = &model.versions.decl.kubevirt;
        let base = "https://github.com/kubevirt/kubevirt/releases/download";
        vec![format!("{base}/v{version}/kubevirt-operator.yaml")]
    }),
    versions: &[VERSION],
    application: Some(Application {
        wave: -38,
        namespace: NAMESPACE,
        also: &[],
        entity: |_| "versions/kubevirt".to_string(),
        manifests: |_| true,
    }),
    namespaces: &[NAMESPACE],
    objects,
    secrets,
    kinds: &["kubevirt"],
    tenants: Some(Tenants {
        roles: "kubevirt.io:",
        counted: "count/virtualmachines.kubevirt.io",
        may_have: |club| club.decl.quota.vms.map(|vms| vms.value),
        // KubeVirt's API for `virtctl ssh` and `port-forward`, and CDI's proxy for uploads.
        visitors: &[NAMESPACE, cdi::NAMESPACE],
    }),
    health: &[
        Health {
            key: "resource.customizations.health.kubevirt.io_KubeVirt",
            script: OPERATOR_HEALTH,
            place: 2,
        },
        Health {
            key: "resource.customizations.health.kubevirt.io_VirtualMachine",
            script: VM_HEALTH,
            place: 4,
        },
    ],
    daemons: &[HANDLER],
    deployments: |_| {
        let twice = |pods| Deployment::of(pods, 2);
        vec![twice(API), twice(CONTROLLER), twice(OPERATOR)]
    },
    ..Part::NOTHING
};

/// kubevirt v1.9.0 pkg/virt-operator/resource/generate/components daemonsets.go, deployments.go:
/// none has a limit.
const HANDLER: Pods = pods("handler", 10, 325, 0);
const API: Pods = pods("API", 5, 500, 0);
const CONTROLLER: Pods = pods("controller", 10, 275, 0);
const OPERATOR: Pods = pods("operator", 10, 450, 0);

const VERSION: Version = Version::new("KubeVirt", |versions| &versions.decl.kubevirt)
    .from(Oldest::new(
        (1, 0),
        "1.0 or later",
        |_| "has another API".to_string(),
        |tested| format!("write `kubevirt \"{}\"`", tested.decl.kubevirt),
    ))
    .running(RUNS);

/// Each release keeps to three minors of Kubernetes (kubevirt docs/kubernetes-compatibility.md):
/// those that its own tests run on (kubevirt v1.0.0 to v1.9.0 cluster-up/cluster, from v1.4.0
/// kubevirtci/cluster-up/cluster).
const RUNS: &[Runs] = &[
    tried(0, 25, 27),
    tried(1, 26, 28),
    tried(2, 27, 29),
    tried(3, 28, 30),
    tried(4, 29, 31),
    tried(5, 30, 32),
    tried(6, 30, 33),
    tried(7, 32, 35),
    tried(8, 33, 35),
    tried(9, 34, 36),
];

const fn tried(minor: u64, oldest: u64, newest: u64) -> Runs {
    Runs {
        minor: (1, minor),
        oldest,
        newest,
        outcome: "KubeVirt was never tried with this Kubernetes, and its VMs may not start",
        bears_older: true,
    }
}

pub const NAMESPACE: &str = "kubevirt";

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    all.push(Written::part("KubeVirt", Some(NAMESPACE), "kubevirt"));
    for (index, club) in model.clubs.iter().enumerate() {
        let namespace = model.names().club(club);
        all.extend(model.vms_of(index).map(|vm| Written {
            kind: "VirtualMachine",
            namespace: Some(Cow::Owned(namespace.clone())),
            name: Cow::Borrowed(&*vm.decl.name.value.0),
            at: vm.decl.name.span,
            of: "VM",
        }));
    }
}

fn secrets(model: &Model) -> Vec<Secret> {
    let with_keys = model
        .vms
        .iter()
        .filter_map(|vm| Some((vm, vm.decl.ssh_keys.as_ref()?)));
    let secret = |(vm, keys): (&Vm, &SshKeys)| Secret {
        namespace: model
            .clubs
            .get(vm.club)
            .map(|club| model.names().club(club))
            .unwrap_or_default(),
        name: keys.secret.to_string(),
        keys: "*",
        by: PERSON,
        en: format!("SSH keys for VM {}", vm.decl.name),
        fr: format!("Clés SSH de la VM {}", vm.decl.name),
    };
    with_keys.map(|(vm, keys)| secret((vm, keys))).collect()
}

/// A VM that people stopped is as it should be (argo-cd 3.5.1 says Suspended, and a sync never
/// ends).
const VM_HEALTH: &str = r#"hs = {status = "Progressing", message = "no status yet"}
if obj.status ~= nil and obj.status.printableStatus ~= nil then
  local status = obj.status.printableStatus
  hs.message = status
  if status == "Running" or status == "Stopped" or status == "Paused" or status == "Migrating" then
    hs.status = "Healthy"
  elseif status == "CrashLoopBackOff" or status == "ErrorUnschedulable" or status == "ErrImagePull" or status == "ImagePullBackOff" or status == "ErrorPvcNotFound" or status == "DataVolumeError" or status == "Unknown" then
    hs.status = "Degraded"
  end
end
return hs
"#;
