//! Strict decoders of our own where upstream has no schema: Omni's cluster template, schematics,
//! kustomizations.

use super::documents;
use crate::platforms;
use radier::emit;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Kustomization {
    #[serde(rename = "apiVersion")]
    api_version: String,
    kind: String,
    resources: Vec<String>,
    #[serde(default)]
    patches: Vec<Patch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Patch {
    target: Value,
    patch: String,
}

/// Fails on anything but a kustomization of pinned addresses and files.
pub fn kustomization(value: &Value) {
    let kustomization: Kustomization = serde_json::from_value(value.clone()).unwrap();
    assert!(!kustomization.resources.is_empty());
    for resource in kustomization
        .resources
        .iter()
        .filter(|resource| resource.contains("://"))
    {
        assert!(
            !resource.contains("latest") && !resource.contains("master"),
            "{resource}"
        );
    }
}

/// Documents of a cluster template (omni v1.10.4 client/pkg/template/internal/models), unknown keys
/// refused.
#[derive(Deserialize)]
#[serde(tag = "kind")]
enum Template {
    Cluster(Cluster),
    ControlPlane(MachineSet),
    Workers(MachineSet),
    Machine(Machine),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cluster {
    name: String,
    kubernetes: Version,
    talos: Version,
    #[allow(dead_code)]
    features: Features,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Features {
    #[serde(rename = "backupConfiguration")]
    backup_configuration: Backup,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Backup {
    interval: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MachineSet {
    #[serde(default)]
    name: Option<String>,
    machines: Vec<String>,
    #[serde(default)]
    patches: Vec<TemplatePatch>,
    #[serde(default, rename = "upgradeStrategy")]
    upgrade_strategy: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplatePatch {
    #[serde(rename = "idOverride")]
    id_override: String,
    #[allow(dead_code)]
    name: String,
    file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Machine {
    name: String,
    #[allow(dead_code)]
    labels: Value,
    install: Value,
    #[serde(rename = "systemExtensions")]
    system_extensions: Vec<String>,
    #[serde(default, rename = "kernelArgs")]
    #[allow(dead_code)]
    kernel_args: Vec<String>,
    patches: Vec<TemplatePatch>,
}

/// What Omni refuses in patches (omni v1.10.4 client/pkg/omni/resources/omni/config_patch.go).
const FORBIDDEN: [&str; 14] = [
    "/cluster/clusterName",
    "/cluster/id",
    "/cluster/controlPlane/endpoint",
    "/cluster/token",
    "/cluster/secret",
    "/cluster/aescbcEncryptionSecret",
    "/cluster/secretboxEncryptionSecret",
    "/cluster/ca",
    "/cluster/acceptedCAs",
    "/cluster/serviceAccount",
    "/machine/token",
    "/machine/ca",
    "/machine/type",
    "/machine/install",
];

const FORBIDDEN_KINDS: [&str; 6] = [
    "UnattendedInstallConfig",
    "DiscoveryIdentityConfig",
    "KubeClusterConfig",
    "KubeEtcdEncryptionConfig",
    "KubeAPIServerCAConfig",
    "KubeAggregatorCAConfig",
];

#[test]
fn omni_s_template_is_whole_and_strict() {
    for platform in platforms::all() {
        let artifacts = platform.artifacts();
        let Some(template) = artifacts
            .iter()
            .find(|artifact| artifact.path == "talos/cluster-template.yaml")
        else {
            continue;
        };
        let (mut clusters, mut planes, mut in_sets, mut machines, mut ids) =
            (0, 0, Vec::new(), Vec::new(), HashSet::new());
        let mut files = Vec::new();
        for document in documents(&template.text) {
            match serde_json::from_value::<Template>(document).unwrap() {
                Template::Cluster(cluster) => {
                    clusters += 1;
                    assert!(
                        !cluster.name.is_empty()
                            && cluster.kubernetes.version.starts_with('v')
                            && cluster.talos.version.starts_with('v')
                    );
                }
                Template::ControlPlane(set) => {
                    planes += 1;
                    assert!(set.name.is_none() && set.upgrade_strategy.is_none());
                    in_sets.extend(set.machines);
                    files.extend(set.patches);
                }
                Template::Workers(set) => {
                    in_sets.extend(set.machines);
                    files.extend(set.patches);
                }
                Template::Machine(machine) => {
                    uuid::Uuid::try_parse(&machine.name).unwrap();
                    let install = machine.install.as_object().unwrap();
                    assert!(
                        install.len() == 1
                            && (install.contains_key("disk")
                                || install.contains_key("diskSelector"))
                    );
                    assert!(
                        machine
                            .system_extensions
                            .iter()
                            .all(|name| name.starts_with("siderolabs/"))
                    );
                    machines.push(machine.name);
                    files.extend(machine.patches);
                }
            }
        }
        assert_eq!((clusters, planes), (1, 1), "{}", platform.name);
        let unique: HashSet<&String> = in_sets.iter().collect();
        assert_eq!(unique.len(), in_sets.len(), "a machine in two sets");
        assert_eq!(
            unique,
            machines.iter().collect(),
            "machines in sets and machines described differ"
        );
        for patch in files {
            assert!(
                ids.insert(patch.id_override.clone()),
                "{}: {} twice",
                platform.name,
                patch.id_override
            );
            let path = format!("talos/{}", patch.file);
            let file = artifacts
                .iter()
                .find(|artifact| artifact.path == path)
                .unwrap_or_else(|| panic!("{path} is not there"));
            for document in documents(&file.text) {
                FORBIDDEN.iter().for_each(|pointer| {
                    assert!(document.pointer(pointer).is_none(), "{path} has {pointer}")
                });
                assert!(
                    !FORBIDDEN_KINDS.contains(&document["kind"].as_str().unwrap_or("")),
                    "{path}"
                );
            }
        }
    }
}

/// A schematic of Image Factory with the fields that we use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Schematic {
    customization: Customization,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Customization {
    #[serde(default, rename = "extraKernelArgs")]
    extra_kernel_args: Vec<String>,
    #[serde(default, rename = "systemExtensions")]
    system_extensions: Option<Extensions>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Extensions {
    #[serde(rename = "officialExtensions")]
    official_extensions: Vec<String>,
}

#[test]
fn schematics_are_strict_and_their_ids_are_those_of_their_text() {
    for platform in platforms::all() {
        let model = platform.model_of(&platform.text());
        let known: HashSet<String> = model
            .nodes
            .iter()
            .map(|node| emit::schematic(&model, node).id())
            .collect();
        for artifact in platform
            .artifacts()
            .iter()
            .filter(|artifact| artifact.path.starts_with("talos/schematics/"))
        {
            let body: String = artifact
                .text
                .split_inclusive('\n')
                .filter(|line| !line.starts_with('#'))
                .collect();
            serde_json::from_value::<Schematic>(documents(&body).remove(0)).unwrap();
            let id = radier::output::hash(body.as_bytes());
            assert!(
                artifact.text.contains(&format!("# id: {id}\n")) && known.contains(&id),
                "{}",
                artifact.path
            );
        }
    }
}
