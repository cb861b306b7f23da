//! Reported machines and public set-ups (`../shared/cases`, where it is): what is found in each,
//! and where. `tests/cases.txt` was read line by line; what it showed has tests of its own beside.

use crate::support::{golden, radier, root};
use std::fs;
use std::path::{Path, PathBuf};

/// All descriptions below a folder, by name.
fn descriptions(folder: &Path, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            descriptions(&path, all);
        } else if path.extension().is_some_and(|end| end == "kdl") {
            all.push(path);
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn every_case_has_its_findings() {
    let cases = root().join("../shared/cases");
    let mut text = String::new();
    for folder in ["machines", "public", "storage"] {
        let mut all = Vec::new();
        descriptions(&cases.join(folder), &mut all);
        for path in all {
            let lab = tempfile::tempdir().unwrap();
            fs::create_dir(lab.path().join("infra")).unwrap();
            fs::copy(&path, lab.path().join("infra/infra.kdl")).unwrap();
            // Templates stand beside a description.
            for beside in fs::read_dir(path.parent().unwrap()).unwrap() {
                let beside = beside.unwrap().path();
                if beside.extension().is_some_and(|end| end == "yaml") {
                    let name = beside.file_name().unwrap();
                    fs::copy(&beside, lab.path().join("infra").join(name)).unwrap();
                }
            }
            let output = radier()
                .args(["check", "--format", "short"])
                .current_dir(lab.path())
                .output()
                .unwrap();
            let name = path.strip_prefix(&cases).unwrap().with_extension("");
            text.push_str(&format!("{}\n", name.display()));
            for line in String::from_utf8_lossy(&output.stdout).lines() {
                let found = line.split_once("]:").map_or(line, |(found, _)| found);
                let found = found.replace("infra/infra.kdl:", "").replace('[', " ");
                text.push_str(&format!("    {found}\n"));
            }
        }
    }
    golden(&root().join("tests/cases.txt"), &text);
}
