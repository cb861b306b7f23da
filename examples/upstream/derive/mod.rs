//! Upstream's files -> compact shapes: names, types, words, limits; no prose. Developer's tool: it
//! panics on files that are not what it knows.

mod chart;
mod crd;
mod json_schema;
mod kubernetes;
mod shape;
mod talos;

use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// Every file of `schema/upstream` that is derived, by name.
pub fn all(upstream: &Path) -> Vec<(String, String)> {
    let mut files = vec![
        (
            "talos-1.13.txt".to_string(),
            talos::shapes(upstream, "1.13"),
        ),
        (
            "talos-1.14.txt".to_string(),
            talos::shapes(upstream, "1.14"),
        ),
        (
            "talos-extensions.txt".to_string(),
            talos::extensions(upstream),
        ),
        ("kubernetes.txt".to_string(), kubernetes::shapes(upstream)),
    ];
    files.extend(
        crd::SETS
            .iter()
            .map(|set| (format!("{}.txt", set.name), crd::shapes(upstream, set))),
    );
    files.extend(chart::CHARTS.iter().map(|chart| {
        (
            format!("chart-{}.txt", chart.name),
            chart::shapes(upstream, chart),
        )
    }));
    files
}

/// A file of upstream as text, unpacked when it ends in `.gz`.
fn text(upstream: &Path, file: &str) -> String {
    let bytes =
        std::fs::read(upstream.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut text = String::new();
    match file.ends_with(".gz") {
        true => GzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .unwrap(),
        false => bytes.as_slice().read_to_string(&mut text).unwrap(),
    };
    text
}

/// All documents of a YAML text, as JSON.
fn documents(text: &str) -> Vec<Value> {
    use serde::Deserialize;
    let read = |document| Value::deserialize(document).unwrap();
    serde_yaml::Deserializer::from_str(text)
        .map(read)
        .filter(|value| !value.is_null())
        .collect()
}
