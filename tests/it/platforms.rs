//! The platforms of `tests/platforms` and the real one: clean, and compiled to what is committed.

use crate::support::{TODAY, root};
use radier::model::Model;
use radier::output::{self, Artifact, LOCK, Lock};
use radier::parts::{self, Part};
use radier::source::{Files, ReadError, Sources};
use radier::{Compilation, emit};
use std::path::{Path, PathBuf};

/// A description on disk and where its output is committed.
pub struct Platform {
    pub name: String,
    pub folder: PathBuf,
    pub out: PathBuf,
}

pub fn all() -> Vec<Platform> {
    let mut all = vec![Platform {
        name: "infra".to_string(),
        folder: root().join("infra"),
        out: root().join("out"),
    }];
    for entry in std::fs::read_dir(root().join("tests/platforms")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        all.push(Platform {
            name,
            out: folder.join("out"),
            folder,
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        std::fs::read_to_string(self.0.join(path)).map_err(|_| ReadError::Missing)
    }
}

impl Platform {
    pub fn text(&self) -> String {
        std::fs::read_to_string(self.folder.join("infra.kdl")).unwrap()
    }

    /// What `text` is compiled to with these parts, with the files beside this platform.
    pub fn compile_with(&self, known: &[&'static Part], text: &str) -> (Compilation, Sources) {
        let mut sources = Sources::default();
        sources.add("infra.kdl", text);
        let files = Folder(&self.folder);
        let compilation = radier::compile_with(known, &mut sources, &files, Some(TODAY));
        (compilation, sources)
    }

    /// What `text` is compiled to; fails on any finding.
    pub fn compile(&self, text: &str) -> Compilation {
        let (compilation, sources) = self.compile_with(parts::ALL, text);
        let findings = radier::diagnostic::short(&compilation.report, &sources);
        assert!(findings.is_empty(), "{}:\n{findings}", self.name);
        compilation
    }

    pub fn model_of(&self, text: &str) -> Model {
        self.compile(text).model
    }

    /// Rule and message of each finding about `text`, with the files beside this platform.
    pub fn findings_of(&self, text: &str) -> Vec<(&'static str, String)> {
        let (compilation, _) = self.compile_with(parts::ALL, text);
        compilation
            .report
            .iter()
            .map(|finding| (finding.rule, finding.message.clone()))
            .collect()
    }

    pub fn artifacts_of(&self, text: &str) -> Vec<Artifact> {
        let mut all = Vec::new();
        let Compilation { model, parts, .. } = self.compile(text);
        emit::all(&model, &parts, &mut |artifact| all.push(artifact));
        all
    }

    pub fn artifacts(&self) -> Vec<Artifact> {
        self.artifacts_of(&self.text())
    }
}

#[test]
fn the_committed_output_is_what_a_build_writes() {
    for platform in all() {
        let lock = std::fs::read_to_string(platform.out.join(LOCK))
            .ok()
            .map(|text| Lock::parse(&text).unwrap());
        let plan = output::plan(
            platform.artifacts(),
            &platform.out,
            lock.as_ref(),
            radier::VERSION,
        )
        .unwrap();
        if std::env::var_os("UPDATE").is_some() {
            output::apply(&plan, &platform.out, &mut || {}).unwrap();
            continue;
        }
        let paths: Vec<&str> = plan.changes.iter().map(|change| change.path()).collect();
        assert!(
            plan.is_clean(),
            "{}: run `UPDATE=1 cargo test` and look at the difference: {paths:?} {:?}",
            platform.name,
            plan.conflicts
        );
    }
}

#[test]
fn no_path_and_no_object_exists_twice() {
    for platform in all() {
        let mut paths = std::collections::BTreeSet::new();
        let mut objects = std::collections::BTreeMap::new();
        for artifact in platform.artifacts() {
            assert!(
                paths.insert(artifact.path.clone()),
                "{}: {}",
                platform.name,
                artifact.path
            );
            // What is inside a vcluster is in another cluster.
            let manifests = artifact.path.ends_with(".yaml")
                && !artifact.path.starts_with("talos/")
                && !artifact.path.contains("/baseline/");
            for document in if manifests {
                radier::yaml::documents(&artifact.text).unwrap()
            } else {
                Vec::new()
            } {
                let text = |path: &[&str]| {
                    path.iter()
                        .try_fold(&document, |value, key| value.get(key))
                        .map(|v| format!("{v:?}"))
                        .unwrap_or_default()
                };
                let key = [
                    text(&["apiVersion"]),
                    text(&["kind"]),
                    text(&["metadata", "namespace"]),
                    text(&["metadata", "name"]),
                ];
                if key[1].is_empty() || key[1].contains("Kustomization") {
                    continue;
                }
                let before = objects.insert(key.clone(), artifact.path.clone());
                assert!(
                    before.is_none(),
                    "{}: {key:?} in {} and {before:?}",
                    platform.name,
                    artifact.path
                );
            }
        }
    }
}

/// Folders that Applications read: the root recursively, all others not.
#[test]
fn every_manifest_has_exactly_one_application() {
    for platform in all() {
        let artifacts = platform.artifacts();
        let repository_path = platform
            .model_of(&platform.text())
            .platform
            .repo
            .path
            .value
            .clone();
        let mut folders: Vec<String> = Vec::new();
        for artifact in artifacts
            .iter()
            .filter(|artifact| artifact.path.starts_with("argocd/apps/"))
        {
            let lines = artifact
                .text
                .lines()
                .filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("path: "));
            folders.extend(lines.filter_map(|path| {
                path.trim_matches('"')
                    .strip_prefix(&format!("{repository_path}/"))
                    .map(str::to_string)
            }));
        }
        let is_object = |text: &str| {
            text.lines()
                .any(|line| line.starts_with("kind: ") && !line.contains("Kustomization"))
        };
        let kustomized = |folder: &str| {
            artifacts
                .iter()
                .any(|artifact| artifact.path == format!("{folder}/kustomization.yaml"))
        };
        for artifact in artifacts
            .iter()
            .filter(|artifact| artifact.path.ends_with(".yaml") && is_object(&artifact.text))
        {
            let path = &artifact.path;
            if path.starts_with("talos/")
                || path.contains("/baseline/")
                || path.starts_with("argocd/")
            {
                continue; // Talos', the ApplicationSet's, the root's
            }
            let (folder, file) = path.rsplit_once('/').unwrap();
            let owners = folders.iter().filter(|other| *other == folder).count();
            assert_eq!(owners, 1, "{}: {path} in {folders:?}", platform.name);
            if kustomized(folder) {
                let list = artifacts
                    .iter()
                    .find(|artifact| artifact.path == format!("{folder}/kustomization.yaml"))
                    .unwrap();
                assert!(
                    list.text.contains(file),
                    "{path} is not in its kustomization"
                );
            }
        }
        for folder in folders.iter().filter(|folder| !folder.contains("{{")) {
            assert!(
                artifacts
                    .iter()
                    .any(|artifact| artifact.path.starts_with(&format!("{folder}/"))),
                "{}: {folder} is not there",
                platform.name
            );
        }
    }
}

#[test]
fn nothing_that_argo_cd_reads_can_wipe_a_disk() {
    for platform in all() {
        for artifact in platform.artifacts().into_iter().filter(|artifact| {
            !artifact.path.starts_with("runbooks/") && !artifact.path.starts_with("docs/")
        }) {
            for dangerous in [
                "useAllDevices: true",
                "useAllNodes: true",
                "wipe disk",
                "sgdisk",
                "blkdiscard",
                "yes-really-destroy-data",
                "kind: Job\n",
            ] {
                assert!(
                    !artifact.text.contains(dangerous),
                    "{}: {} has {dangerous}",
                    platform.name,
                    artifact.path
                );
            }
        }
    }
}

/// Whatever leaves Git, Argo CD deletes no data: pools and volumes are kept, what stops a platform
/// or a VM waits for a person.
#[test]
fn what_argo_cd_would_delete_holds_no_data() {
    let mut kept = 0;
    for platform in all() {
        for artifact in platform.artifacts() {
            let is_read = ["platform/", "clubs/"]
                .iter()
                .any(|folder| artifact.path.starts_with(folder));
            if !is_read || !artifact.path.ends_with(".yaml") {
                continue;
            }
            for object in artifact.text.split("\n---\n") {
                let kind = object.lines().find_map(|line| line.strip_prefix("kind: "));
                let Some(kind) = kind else { continue };
                let asks = match kind {
                    kind if emit::holds_data(kind) => "Prune=false,Delete=false",
                    "Namespace" | "VirtualMachine" | "KubeVirt" | "CDI" => {
                        "Prune=confirm,Delete=confirm"
                    }
                    _ => continue,
                };
                // Of somebody else's release, which is applied as it is.
                if object.contains("name: argocd\n") {
                    continue;
                }
                assert!(
                    object.contains(asks),
                    "{} {}:\n{object}",
                    platform.name,
                    artifact.path
                );
                kept += usize::from(emit::holds_data(kind));
            }
        }
        // The chart's own object has it by a value.
        for artifact in platform.artifacts() {
            if artifact.path == "platform/rook-ceph-cluster/values.yaml" {
                assert!(
                    artifact
                        .text
                        .contains("sync-options: \"Prune=false,Delete=false\"")
                );
                for list in ["cephBlockPools", "cephFileSystems", "cephObjectStores"] {
                    assert!(artifact.text.contains(&format!("{list}: []")), "{list}");
                }
            }
        }
    }
    assert!(kept > 20, "{kept}");
}

#[test]
fn every_template_renders() {
    for platform in all() {
        for artifact in platform.artifacts() {
            assert!(
                !artifact.text.contains("TEMPLATE ERROR"),
                "{}: {}\n{}",
                platform.name,
                artifact.path,
                artifact.text
            );
        }
    }
}

#[test]
fn every_file_says_where_it_comes_from() {
    for platform in all() {
        for artifact in platform.artifacts() {
            let mut lines = artifact.text.lines();
            let (first, second) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
            assert!(
                first.contains("Code generated by radier; DO NOT EDIT."),
                "{}: {first}",
                artifact.path
            );
            assert!(
                second.contains(&format!("source: {}", artifact.entity)),
                "{}: {second}",
                artifact.path
            );
            assert!(
                artifact.text.ends_with('\n') && !artifact.text.contains('\r'),
                "{}",
                artifact.path
            );
        }
    }
}

#[test]
fn the_order_of_the_file_does_not_show() {
    for platform in all() {
        let text = platform.text();
        let expected = platform.artifacts();
        for seed in 1..4 {
            let shuffled = shuffle(&text, seed);
            assert!(
                shuffled != text || platform.name == "smallest",
                "{}",
                platform.name
            );
            let actual = platform.artifacts_of(&shuffled);
            let differs = expected
                .iter()
                .zip(&actual)
                .find(|(a, b)| a != b)
                .map(|(a, _)| &a.path);
            assert!(expected == actual, "{}: {differs:?}", platform.name);
        }
    }
}

/// The top-level nodes in another order.
fn shuffle(text: &str, seed: u64) -> String {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) || parts.is_empty() {
            parts.push(String::new());
        }
        let part = parts.last_mut().unwrap();
        part.push_str(line);
        part.push('\n');
    }
    let mut state = seed;
    for at in (1..parts.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        parts.swap(at, (state >> 33) as usize % (at + 1));
    }
    parts.concat()
}

#[test]
fn a_small_edit_makes_a_small_difference() {
    let platform = all()
        .into_iter()
        .find(|platform| platform.name == "infra")
        .unwrap();
    let before = platform.artifacts();
    let edited = platform.text().replace(
        "vm \"backtest\" cpu=4 memory=\"16GiB\"",
        "vm \"backtest\" cpu=4 memory=\"18GiB\"",
    );
    let after = platform.artifacts_of(&edited);
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(a, b)| a != b)
        .map(|(a, _)| a.path.as_str())
        .collect();
    assert_eq!(
        changed,
        [
            "clubs/algoets/vms/backtest.yaml",
            "docs/en/clubs.md",
            "docs/fr/clubs.md",
            "docs/en/vms.md",
            "docs/fr/vms.md"
        ]
    );
}
