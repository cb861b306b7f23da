//! Platforms by seed are clean, build the same twice, and together use every word of the language.

use crate::seeded;
use crate::support::{Memory, TODAY};
use radier::language::Infra;
use radier::schema::{Block, FieldKind, NodeSpec, TypeSpec};
use radier::source::{FileId, Sources};
use radier::syntax::{Node, ValueKind};
use std::collections::BTreeSet;

/// As many as a CI run gives to the judges.
const SEEDS: u64 = 200;

/// Words of the language that a clean platform cannot use: they are always refused, or a warning.
const NEVER: &[&str] = &[
    "cluster.encryption.volume.fallback=none",
    "cluster.encryption.volume.fallback=static",
    "cluster.encryption.volume.key=static",
    "cluster.taint.effect=NoExecute",
    "cluster.taint.effect=NoSchedule",
    "cluster.worker.schedulable",
    "node.encryption.volume.fallback=none",
    "node.encryption.volume.fallback=static",
    "node.encryption.volume.key=static",
];

#[test]
fn platforms_by_seed_are_clean() {
    let mut failures = String::new();
    for seed in 0..SEEDS {
        let platform = seeded::platform(seed);
        let mut sources = Sources::default();
        sources.add("infra.kdl", platform.kdl.as_str());
        let compilation = radier::compile(&mut sources, &Memory(platform.files), Some(TODAY));
        let findings = radier::diagnostic::short(&compilation.report, &sources);
        if !findings.is_empty() {
            failures.push_str(&format!("seed {seed}:\n{findings}"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_word_of_the_language_is_used() {
    let mut used = BTreeSet::new();
    for seed in 0..SEEDS {
        let platform = seeded::platform(seed);
        let mut report = radier::diagnostic::Report::default();
        let tree = radier::syntax::parse(&platform.kdl, FileId(0), &mut report);
        tree.nodes
            .iter()
            .for_each(|node| note(node, &Infra::SPEC, "", &mut used));
    }
    let mut declared = BTreeSet::new();
    declare(&Infra::SPEC, "", &mut declared);
    let missing: Vec<&String> = declared
        .difference(&used)
        .filter(|path| !NEVER.contains(&path.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "{} of {} missing: {missing:#?}",
        missing.len(),
        declared.len()
    );
    assert!(declared.len() > 250, "{}", declared.len());
}

pub fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_string()
    } else {
        format!("{prefix}.{name}")
    }
}

/// Every path of the declaration, and `path=word` for every word of a choice.
fn declare(spec: &'static NodeSpec, prefix: &str, out: &mut BTreeSet<String>) {
    for field in spec.all_fields() {
        let path = join(prefix, field.name);
        match field.kind {
            FieldKind::Data => continue,
            FieldKind::Arg { ty, .. }
            | FieldKind::Args { ty }
            | FieldKind::Prop { ty, .. }
            | FieldKind::Value { ty, .. }
            | FieldKind::Values { ty } => {
                ty.words
                    .iter()
                    .map(|word| format!("{path}={}", word.word))
                    .for_each(|path| {
                        out.insert(path);
                    });
            }
            _ => {}
        }
        out.insert(path.clone());
        if let Some(inner) = field.kind.node() {
            declare(inner, &path, out);
        }
    }
}

/// What a node of a description uses.
fn note(node: &Node<'_>, spec: &'static NodeSpec, prefix: &str, out: &mut BTreeSet<String>) {
    let fields = spec.all_fields();
    let Some(field) = fields
        .iter()
        .find(|field| field.name == node.name.value && field.kind.is_child())
    else {
        return;
    };
    let path = join(prefix, field.name);
    out.insert(path.clone());
    let word =
        |ty: &'static TypeSpec, path: &str, value: &ValueKind<'_>, out: &mut BTreeSet<String>| {
            if let ValueKind::String(text) = value
                && !ty.words.is_empty()
            {
                out.insert(format!("{path}={text}"));
            }
        };
    if let FieldKind::Value { ty, .. } | FieldKind::Values { ty } = field.kind {
        node.args()
            .for_each(|entry| word(ty, &path, &entry.value.value, out));
        return;
    }
    let Some(inner) = field.kind.node() else {
        return;
    };
    let mut args = node.args();
    for field in inner.all_fields() {
        let here = join(&path, field.name);
        match field.kind {
            FieldKind::Arg { ty, .. } => {
                if let Some(entry) = args.next() {
                    out.insert(here.clone());
                    word(ty, &here, &entry.value.value, out);
                }
            }
            FieldKind::Prop { ty, .. } => {
                for entry in node.entries.iter().filter(|entry| {
                    entry
                        .name
                        .as_ref()
                        .is_some_and(|name| name.value == field.name)
                }) {
                    out.insert(here.clone());
                    word(ty, &here, &entry.value.value, out);
                }
            }
            _ => {}
        }
    }
    node.children
        .iter()
        .for_each(|child| note(child, inner, &path, out));
}
