//! Objects of Kubernetes against its definitions, custom resources against their CRDs: every
//! unknown key is an error, in `metadata` too.

use super::{complaints, documents};
use crate::platforms;
use crate::support::upstream;
use flate2::read::GzDecoder;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// Schemas by apiVersion and kind.
pub struct Judge {
    definitions: Value,
    schemas: HashMap<(String, String), Value>,
    validators: HashMap<(String, String), Validator>,
}

impl Judge {
    pub fn new(upstream: &Path) -> Self {
        let text =
            std::fs::read_to_string(upstream.join("kubernetes/definitions.strict.v1.36.json"))
                .unwrap();
        let mut definitions: Value = serde_json::from_str::<Value>(&text).unwrap()["$defs"].take();
        // Both alternatives of a number or a text also take null, so `oneOf` refuses null twice:
        // any of them will do.
        for name in [
            "io.k8s.apimachinery.pkg.api.resource.Quantity",
            "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        ] {
            definitions[name] = json!({ "type": ["string", "number"] });
        }
        let mut schemas = HashMap::new();
        for (name, definition) in definitions.as_object().unwrap() {
            let of = |key: &str| {
                definition["properties"][key]["enum"][0]
                    .as_str()
                    .map(str::to_string)
            };
            if let (Some(api), Some(kind)) = (of("apiVersion"), of("kind")) {
                schemas.insert((api, kind), json!({ "$ref": format!("#/$defs/{name}") }));
            }
        }
        for file in [
            "argocd/application-crd.v3.5.1.yaml",
            "argocd/applicationset-crd.v3.5.1.yaml",
            "argocd/appproject-crd.v3.5.1.yaml",
            "rook/crds.v1.20.6.yaml",
            "externalsecrets/externalsecrets-crd.v2.9.0.yaml",
            "externalsecrets/secretstores-crd.v2.9.0.yaml",
        ] {
            crds(
                &std::fs::read_to_string(upstream.join(file)).unwrap(),
                &mut schemas,
            );
        }
        for file in ["kubevirt", "cdi", "cilium", "snapshot", "multus"] {
            let packed = std::fs::read(upstream.join(format!("crds/{file}.yaml.gz"))).unwrap();
            let mut text = String::new();
            GzDecoder::new(packed.as_slice())
                .read_to_string(&mut text)
                .unwrap();
            crds(&text, &mut schemas);
        }
        Self {
            definitions,
            schemas,
            validators: HashMap::new(),
        }
    }

    /// What upstream would say of an object.
    pub fn judge(&mut self, object: &Value) -> Vec<String> {
        let word = |key: &str| object[key].as_str().unwrap_or_default().to_string();
        let key = (word("apiVersion"), word("kind"));
        let Some(schema) = self.schemas.get(&key) else {
            return vec![format!("no schema for {key:?}")];
        };
        let definitions = &self.definitions;
        let validator = self.validators.entry(key).or_insert_with(|| {
            let mut schema = schema.clone();
            schema["$defs"] = definitions.clone();
            jsonschema::validator_for(&schema).unwrap()
        });
        complaints(validator, object)
    }
}

fn crds(text: &str, schemas: &mut HashMap<(String, String), Value>) {
    for crd in documents(text) {
        let spec = &crd["spec"];
        for version in spec["versions"].as_array().unwrap() {
            let mut schema = version["schema"]["openAPIV3Schema"].clone();
            close(&mut schema);
            schema["properties"]["apiVersion"] = json!({ "type": "string" });
            schema["properties"]["kind"] = json!({ "type": "string" });
            schema["properties"]["metadata"] = json!({ "$ref": format!("#/$defs/{META}") });
            schema["additionalProperties"] = json!(false);
            let api = format!(
                "{}/{}",
                spec["group"].as_str().unwrap(),
                version["name"].as_str().unwrap()
            );
            schemas.insert(
                (api, spec["names"]["kind"].as_str().unwrap().to_string()),
                schema,
            );
        }
    }
}

/// Turns an OpenAPI schema of a CRD into a JSON schema that refuses unknown keys.
fn close(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else {
        return;
    };
    let open = map.get("x-kubernetes-preserve-unknown-fields") == Some(&Value::Bool(true));
    if map.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true)) {
        *schema = json!({ "type": ["string", "integer"] });
        return;
    }
    if map.get("nullable") == Some(&Value::Bool(true))
        && let Some(kind) = map.get("type").cloned()
    {
        map.insert("type".to_string(), json!([kind, "null"]));
    }
    if map.contains_key("properties") && !map.contains_key("additionalProperties") && !open {
        map.insert("additionalProperties".to_string(), json!(false));
    }
    map.remove("description");
    map.remove("default");
    for (key, value) in map.iter_mut() {
        match key.as_str() {
            "properties" => value
                .as_object_mut()
                .into_iter()
                .flat_map(|inner| inner.values_mut())
                .for_each(close),
            "items" | "additionalProperties" => close(value),
            _ => {}
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_object_is_accepted() {
    let Some(upstream) = upstream() else { return };
    let mut judge = Judge::new(&upstream);
    let mut failures = String::new();
    let mut judged = 0;
    for platform in platforms::all() {
        for artifact in platform.artifacts() {
            let is_manifest = artifact.path.ends_with(".yaml")
                && !artifact.path.starts_with("talos/")
                && !artifact.path.ends_with("values.yaml");
            for object in if is_manifest {
                documents(&artifact.text)
            } else {
                Vec::new()
            } {
                if object["kind"] == "Kustomization" {
                    super::omni::kustomization(&object);
                    continue;
                }
                judged += 1;
                for complaint in judge.judge(&object) {
                    failures.push_str(&format!(
                        "{} {}: {} {complaint}\n",
                        platform.name, artifact.path, object["kind"]
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(judged > 200, "{judged}");
}

/// The specifications in the values of `rook-ceph-cluster` become custom resources as they are.
#[test]
#[ignore = "needs ../shared"]
fn ceph_s_specifications_are_accepted() {
    let Some(upstream) = upstream() else { return };
    let mut judge = Judge::new(&upstream);
    let mut failures = String::new();
    for platform in platforms::all() {
        for artifact in platform
            .artifacts()
            .into_iter()
            .filter(|artifact| artifact.path == "platform/rook-ceph-cluster/values.yaml")
        {
            let values = &documents(&artifact.text)[0];
            let object = |kind: &str, spec: &Value| {
                json!({
                    "apiVersion": "ceph.rook.io/v1",
                    "kind": kind,
                    "metadata": { "name": "x" },
                    "spec": spec,
                })
            };
            let objects = [object("CephCluster", &values["cephClusterSpec"])];
            for object in objects {
                for complaint in judge.judge(&object) {
                    failures.push_str(&format!(
                        "{}: {} {complaint}\n",
                        platform.name, object["kind"]
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
