//! Upstream decides: every YAML document of every platform against upstream's own schemas, closed.
//! Some need `../shared/upstream` and are ignored: `cargo test -- --include-ignored` runs them;
//! without it they say so and pass.

mod charts;
mod kubernetes;
mod omni;
mod planted;
mod shapes;
mod talos;

use crate::yaml::json;
use serde_json::Value;

/// The documents of a file, read back by another reader than the one that wrote them.
pub fn documents(text: &str) -> Vec<Value> {
    radier::yaml::documents(text)
        .unwrap_or_else(|problem| panic!("{problem:?}\n{text}"))
        .iter()
        .map(json)
        .collect()
}

/// All complaints of a schema, one per line.
pub fn complaints(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}
