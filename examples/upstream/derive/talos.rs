//! Documents of Talos' machine configuration, and the names of system extensions.

use super::shape::{Field, Shape, file};
use super::{json_schema, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Documents of a contract: `v1alpha1/<Kind>`; the main document, which has no kind, is
/// `v1alpha1/`.
pub fn shapes(upstream: &Path, contract: &str) -> String {
    let schema: Value = serde_json::from_str(&text(
        upstream,
        &format!("talos/config.schema.v{contract}.json"),
    ))
    .unwrap();
    let mut definitions = BTreeMap::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        let mut shape = json_schema::shape(definition);
        let name = match definition["properties"]["kind"]["enum"][0].as_str() {
            // Defects of the schema: two kinds are called otherwise than in Talos.
            Some("UnattendedInstall") => "v1alpha1/UnattendedInstallConfig".to_string(),
            Some("KubeSpanEndpoints") => "v1alpha1/KubeSpanEndpointsConfig".to_string(),
            Some(kind) => format!("v1alpha1/{kind}"),
            None if name == "v1alpha1.Config" => "v1alpha1/".to_string(),
            None => name.clone(),
        };
        if name == "v1alpha1.Endpoint" {
            // A defect of the schema: a URL is written as a text (talos
            // pkg/machinery/config/types/v1alpha1 Endpoint).
            shape = Shape::Scalar("text");
        }
        if let Shape::Object { fields, .. } = &mut shape {
            for (_, field) in fields.iter_mut().filter(|(key, field)| {
                key.ends_with("Size") && field.shape == Shape::Scalar("text")
            }) {
                field.shape = Shape::Scalar("size");
            }
        }
        if let Shape::Object { fields, .. } = &mut shape
            && name.starts_with("v1alpha1/")
            && name.len() > "v1alpha1/".len()
        {
            fields.insert("kind".to_string(), Shape::Scalar("text").optional());
            fields.insert(
                "apiVersion".to_string(),
                Shape::Enum(vec!["v1alpha1".to_string()]).optional(),
            );
        }
        definitions.insert(name, shape);
    }
    // The schema lacks this document (talos
    // pkg/machinery/config/types/security/image_verification.go).
    definitions
        .entry("v1alpha1/ImageVerificationConfig".to_string())
        .or_insert_with(|| {
            let fields = ["apiVersion", "kind", "rules"].map(|name| {
                (
                    name.to_string(),
                    Field {
                        required: false,
                        shape: Shape::Any,
                    },
                )
            });
            Shape::Object {
                fields: fields.into(),
                open: true,
            }
        });
    file(
        &format!(
            "# version {contract}\n# origin siderolabs/talos \
             pkg/machinery/config/schemas/config.schema.json\n"
        ),
        definitions,
    )
}

/// One line per version: the version, and the extensions that it has more (`+`) or less (`-`) than
/// the line above.
pub fn extensions(upstream: &Path) -> String {
    let read: Value = serde_json::from_str(&text(upstream, "talos/extensions.json")).unwrap();
    let mut out =
        "# Derived by `cargo run --release --example upstream`; docs/upstream.md\n# origin \
         budimanjojo/talhelper pkg/config/schemas/talos-extensions.json\n"
            .to_string();
    let mut before: Vec<String> = Vec::new();
    for version in read["versions"].as_array().unwrap() {
        let name = version["version"].as_str().unwrap().trim_start_matches('v');
        // Older ones have no contract that Radier knows.
        if name
            .split('.')
            .nth(1)
            .and_then(|minor| minor.parse::<u32>().ok())
            .is_none_or(|minor| minor < 12)
        {
            continue;
        }
        // Builds between two releases: `1.12.0-alpha.0-4-gb86a64b`.
        if name.matches('-').count() > 1 {
            continue;
        }
        let mut now: Vec<String> = version["systemExtensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_str().unwrap().to_string())
            .collect();
        now.sort();
        let more = now
            .iter()
            .filter(|name| !before.contains(name))
            .map(|name| format!(" +{}", name.trim_start_matches("siderolabs/")));
        let less = before
            .iter()
            .filter(|name| !now.contains(name))
            .map(|name| format!(" -{}", name.trim_start_matches("siderolabs/")));
        out.push_str(&format!(
            "{name}{}{}\n",
            more.collect::<String>(),
            less.collect::<String>()
        ));
        before = now;
    }
    out
}
