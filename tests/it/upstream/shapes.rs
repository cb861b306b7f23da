//! `schema/upstream`: derived from upstream's files, whole, and what we emit fits it.

use crate::platforms;
use crate::support::{root, upstream};
use radier::upstream::{NAMES, Reader, Type, chart, judge, kubernetes, shapes, talos};
use radier::yaml;

#[path = "../../../examples/upstream/derive/mod.rs"]
mod derive;

#[test]
#[ignore = "needs ../shared"]
fn shapes_are_what_the_command_derives() {
    let Some(upstream) = upstream() else { return };
    for (name, text) in derive::all(&upstream) {
        let committed =
            std::fs::read_to_string(root().join("schema/upstream").join(&name)).unwrap_or_default();
        assert!(
            committed == text,
            "schema/upstream/{name} is stale: cargo run --release --example upstream"
        );
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let mut seen = 0;
    for file in NAMES {
        let shapes = shapes(file).unwrap();
        let text =
            std::fs::read_to_string(root().join(format!("schema/upstream/{file}.txt"))).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some(reference) = line
                .rsplit(' ')
                .next()
                .map(|head| head.trim_matches(['[', ']', '{', '}']))
                .and_then(|head| head.strip_prefix('@'))
            else {
                continue;
            };
            seen += 1;
            let found = match reference.split_once(':') {
                Some((other, name)) => {
                    radier::upstream::shapes(other).and_then(|shapes| shapes.get(name))
                }
                None => shapes.get(reference),
            };
            assert!(found.is_some(), "{file}: {line}");
        }
        let definition = shapes.names()[0];
        let (_, shape) = shapes.get(definition).unwrap().resolve();
        assert!(
            shape.fields().count() > 0 || !matches!(shape.resolve().0, Type::Any),
            "{file}: {definition}"
        );
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn what_we_emit_fits() {
    let mut failures = String::new();
    let mut judged = [0; 3];
    for platform in platforms::all() {
        let contract = platform
            .model_of(&platform.text())
            .versions
            .contract
            .minor()
            .1;
        for artifact in platform
            .artifacts()
            .into_iter()
            .filter(|artifact| artifact.path.ends_with(".yaml"))
        {
            let path = artifact.path.as_str();
            for node in yaml::nodes(&artifact.text).unwrap() {
                let word = |key: &str| node.get(key).map_or("", |node| node.text()).to_string();
                let (what, shape, reader) = if let Some(values) = path.strip_suffix("/values.yaml")
                {
                    let name = values
                        .rsplit('/')
                        .next()
                        .unwrap()
                        .replace("argocd", "argo-cd");
                    (
                        0,
                        chart(if path.starts_with("clubs/") {
                            "vcluster"
                        } else {
                            &name
                        }),
                        Reader::Values,
                    )
                } else if path.starts_with("talos/schematics")
                    || path.starts_with("talos/cluster-template")
                    || word("kind") == "Kustomization"
                {
                    continue;
                } else if path.starts_with("talos/") {
                    (1, talos::document(contract, &word("kind")), Reader::Patch)
                } else {
                    (
                        2,
                        kubernetes::kind(&word("apiVersion"), &word("kind")),
                        Reader::Object,
                    )
                };
                let Some(shape) = shape else {
                    failures.push_str(&format!(
                        "{} {path}: no shape for {:?}\n",
                        platform.name,
                        word("kind")
                    ));
                    continue;
                };
                judged[what] += 1;
                for complaint in judge(&node, shape, reader) {
                    failures.push_str(&format!("{} {path}: {complaint:?}\n", platform.name));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(judged.iter().all(|count| *count > 20), "{judged:?}");
}
