//! What tests share: descriptions in memory, the clean prelude, expectations.

use proptest::prelude::ProptestConfig;
use radier::diagnostic::Diagnostic;
use radier::model::{Date, Model};
use radier::parts::Parts;
use radier::source::{Files, ReadError, Sources};
use std::path::{Path, PathBuf};

/// A property test of so many cases, or of as many as `CASES` says; nothing is kept on disk.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Upstream's schemas beside the repository, when they are there. Tests that need them say so and
/// pass otherwise.
pub fn upstream() -> Option<PathBuf> {
    let path = root().join("../shared/upstream");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: ../shared/upstream is not here");
    None
}

/// Files in memory.
pub struct Memory(pub Vec<(&'static str, &'static str)>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path.contains("..") || path.starts_with('/') {
            return Err(ReadError::Outside);
        }
        self.0
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| text.to_string())
            .ok_or(ReadError::Missing)
    }
}

/// The templates that examples of rules name.
pub fn templates() -> Memory {
    Memory(vec![
        ("right.yaml.j2", "#cloud-config\nhostname: {{ vm.name }}\n"),
        ("wrong.yaml.j2", "#cloud-config\nhostname: {{ vm.nmae }}\n"),
        ("headless.yaml.j2", "hostname: {{ vm.name }}\n"),
        ("linux.sh", "#!/bin/sh\napt-get install htop\n"),
        ("windows.ps1", "#ps1_sysnative\nSet-TimeZone UTC\n"),
        ("linux.yaml", "#cloud-config\npackages: [htop]\n"),
        (
            "windows.yaml",
            "#cloud-config\nset_timezone: America/Toronto\n",
        ),
        (
            "unversioned.yaml",
            "ethernets:\n  enp1s0:\n    addresses: [10.50.0.5/24]\n",
        ),
        (
            "misspelt.yaml",
            "version: 2\nethernets:\n  enp1s0:\n    adresses: [10.50.0.5/24]\n",
        ),
        (
            "elsewhere.yaml",
            "version: 2\nethernets:\n  enp1s0:\n    addresses: [10.60.0.5/24]\n",
        ),
        (
            "lan-5.yaml",
            "version: 2\nethernets:\n  enp1s0:\n    addresses: [10.50.0.5/24]\n",
        ),
        // What is legal and far from the networks: of the guest itself, or said to be on the link.
        (
            "guest.yaml",
            "version: 2\nethernets:\n  lo: {addresses: [10.99.0.1/32]}\n  enp1s0:\n    addresses: \
             [10.0.2.2/24]\n    routes: [{to: default, via: 169.254.1.1, on-link: \
             true}]\nbridges:\n  br0: {addresses: [172.30.0.1/24]}\n",
        ),
        (
            "first-form.yaml",
            "version: 1\nconfig:\n- {type: loopback, name: lo, subnets: [{type: static, address: \
             127.0.0.1}]}\n- {type: bond, name: b, mac_address: '02:00:00:00:00:77'}\n- {type: \
             physical, name: e, subnets: [{type: static, address: 10.50.0.5}, {type: static, \
             address: 10.50.0.6, prefix: 24}, {type: static, address: \
             10.50.0.7/255.255.255.0}]}\n",
        ),
        ("off.yaml", "network: {config: disabled}\n"),
    ])
}

/// Findings of one text.
pub struct Outcome {
    pub model: Model,
    pub parts: Parts,
    pub findings: Vec<Diagnostic>,
    pub sources: Sources,
}

pub const TODAY: Date = jiff::civil::date(2026, 11, 22);

pub fn compile(text: &str) -> Outcome {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let compilation = radier::compile(&mut sources, &templates(), Some(TODAY));
    Outcome {
        model: compilation.model,
        parts: compilation.parts,
        findings: compilation.report.iter().cloned().collect(),
        sources,
    }
}

impl Outcome {
    pub fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.rule).collect()
    }

    /// One line per finding, for the message of a failed test.
    pub fn text(&self) -> String {
        let mut report = radier::diagnostic::Report::default();
        self.findings
            .iter()
            .cloned()
            .for_each(|finding| report.push(finding));
        radier::diagnostic::short(&report, &self.sources)
    }
}

/// The clean description that examples stand on.
pub const PRELUDE: &str = include_str!("prelude.kdl");

/// The prelude with a fragment: a top-level node of the fragment replaces the prelude's of the same
/// kind and name.
pub fn on_prelude(fragment: &str) -> String {
    let taken: Vec<(&str, &str)> = top_level(fragment).into_iter().map(key).collect();
    let single = ["platform", "versions", "cluster", "storage", "requires"];
    let kept = top_level(PRELUDE).into_iter().filter(|node| {
        let (kind, name) = key(node);
        !taken
            .iter()
            .any(|(k, n)| *k == kind && (*n == name || single.contains(&kind)))
    });
    let mut text: String = kept.collect();
    text.push_str(fragment);
    text
}

/// The top-level nodes of a well-indented text: each starts at the left edge and ends before the
/// next one.
fn top_level(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| &text[start..end])
        .collect()
}

/// Kind and first text of a node.
fn key(node: &str) -> (&str, &str) {
    let kind = node.split([' ', '\n']).next().unwrap_or("");
    let name = node.split('"').nth(1).unwrap_or("");
    (kind, name)
}

/// Compares with a committed file; `UPDATE=1` writes it instead.
pub fn golden(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} is not up to date; run `UPDATE=1 cargo test` and look at the difference",
        path.display()
    );
}

/// The built binary; with `RADIER`, that one: the one that people run.
pub fn radier() -> std::process::Command {
    let program = std::env::var_os("RADIER");
    let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_radier").into());
    let mut command = std::process::Command::new(program);
    // What is remembered of builds is not for the person who runs the tests.
    command.env(
        "XDG_CACHE_HOME",
        concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"),
    );
    command
}
