//! Talos patches against the schema of their contract: kinds, fields, types. A patch need not be
//! whole, so nothing is required; deletions and the schema's known defects are taken out first.

use super::{complaints, documents};
use crate::platforms;
use crate::support::upstream;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

pub struct Judge {
    definitions: Value,
    /// Definition of each kind; the main document is the empty kind.
    kinds: HashMap<String, String>,
    validators: HashMap<String, Validator>,
}

impl Judge {
    /// The judge of a contract, such as `1.13`.
    pub fn new(upstream: &Path, contract: &str) -> Self {
        let text =
            std::fs::read_to_string(upstream.join(format!("talos/config.schema.v{contract}.json")))
                .unwrap();
        let mut schema: Value = serde_json::from_str(&text).unwrap();
        let mut definitions = schema["$defs"].take();
        let mut kinds = HashMap::from([(String::new(), "v1alpha1.Config".to_string())]);
        for (name, definition) in definitions.as_object().unwrap() {
            if let Some(kind) = definition["properties"]["kind"]["enum"][0].as_str() {
                kinds.insert(kind.to_string(), name.clone());
            }
        }
        // Defects of the schema: two kinds are called otherwise than in Talos.
        for (wrong, right) in [
            ("UnattendedInstall", "UnattendedInstallConfig"),
            ("KubeSpanEndpoints", "KubeSpanEndpointsConfig"),
        ] {
            if let Some(name) = kinds.remove(wrong) {
                definitions[name.as_str()]["properties"]["kind"] = json!({ "enum": [right] });
                kinds.insert(right.to_string(), name);
            }
        }
        loosen(&mut definitions);
        Self {
            definitions,
            kinds,
            validators: HashMap::new(),
        }
    }

    pub fn judge(&mut self, document: &Value) -> Vec<String> {
        let kind = document["kind"].as_str().unwrap_or_default().to_string();
        let Some(name) = self.kinds.get(&kind) else {
            return vec![format!("no kind `{kind}` in this contract")];
        };
        let definitions = &self.definitions;
        let validator = self.validators.entry(kind).or_insert_with(|| {
            let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
            jsonschema::validator_for(&schema).unwrap()
        });
        let mut document = document.clone();
        without_deletions(&mut document);
        complaints(validator, &document)
    }
}

/// Nothing is required of a patch.
fn loosen(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("required");
            map.values_mut().for_each(loosen);
        }
        Value::Array(items) => items.iter_mut().for_each(loosen),
        _ => {}
    }
}

fn without_deletions(value: &mut Value) {
    if let Value::Object(map) = value {
        map.remove("$patch");
        map.retain(|_, inner| inner.get("$patch").is_none());
        map.values_mut().for_each(without_deletions);
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_patch_is_accepted() {
    let Some(upstream) = upstream() else { return };
    let mut failures = String::new();
    let mut judged = 0;
    for platform in platforms::all() {
        let contract = platform
            .model_of(&platform.text())
            .versions
            .contract
            .minor_text();
        let mut judge = Judge::new(&upstream, &contract);
        for artifact in platform.artifacts() {
            let is_patch = [
                "talos/nodes/",
                "talos/patches/",
                "talos/controlplane",
                "talos/worker",
            ]
            .iter()
            .any(|start| artifact.path.starts_with(start));
            for document in if is_patch {
                documents(&artifact.text)
            } else {
                Vec::new()
            } {
                judged += 1;
                for complaint in judge.judge(&document) {
                    failures.push_str(&format!(
                        "{} {}: {} {complaint}\n",
                        platform.name, artifact.path, document["kind"]
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(judged > 50, "{judged}");
}

/// A named document in two layers would have its lists doubled by the merge.
#[test]
fn no_document_is_in_two_layers() {
    for platform in platforms::all() {
        let artifacts = platform.artifacts();
        let named = |path: &str| -> Vec<(String, String)> {
            let text = artifacts
                .iter()
                .find(|artifact| artifact.path == path)
                .map(|artifact| artifact.text.as_str())
                .unwrap_or("{}");
            let of = |document: &Value, key: &str| {
                document[key].as_str().unwrap_or_default().to_string()
            };
            documents(text)
                .iter()
                .map(|document| (of(document, "kind"), of(document, "name")))
                .filter(|(kind, _)| !kind.is_empty())
                .collect()
        };
        let model = platform.model_of(&platform.text());
        for node in &model.nodes {
            let role = if node.is_control_plane() {
                named("talos/controlplane.yaml")
            } else {
                named("talos/worker.yaml")
            };
            let own = named(&format!("talos/nodes/{}.yaml", node.decl.name));
            let maps_only = |kind: &str| matches!(kind, "KubeNodeConfig" | "SysctlConfig");
            let twice: Vec<_> = own
                .iter()
                .filter(|document| role.contains(document) && !maps_only(&document.0))
                .collect();
            assert!(
                twice.is_empty(),
                "{} {}: {twice:?}",
                platform.name,
                node.decl.name
            );
        }
    }
}
