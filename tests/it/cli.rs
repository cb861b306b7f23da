//! The binary as a person uses it: exit codes, summaries, the output folder.

use crate::support::{radier, root};
use std::fs;
use std::path::Path;
use std::process::Output;

struct Lab {
    folder: tempfile::TempDir,
}

impl Lab {
    /// A folder with the example platform.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &root().join("tests/platforms/example"),
            &folder.path().join("infra"),
        );
        fs::remove_dir_all(folder.path().join("infra/out")).unwrap();
        Self { folder }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        radier()
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn all(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_second_build_changes_nothing() {
    let lab = Lab::new();
    let first = lab.run(&["build"]);
    assert_eq!(code(&first), 0, "{}", all(&first));
    assert!(
        all(&first).contains("escape hatch: values of chart `cilium`")
            && all(&first).contains("from elsewhere: kubevirt")
    );
    let second = lab.run(&["build"]);
    assert!(
        all(&second).contains(" 0 written, 0 removed") && all(&second).contains("nothing to do"),
        "{}",
        all(&second)
    );
    assert_eq!(code(&lab.run(&["build", "--check"])), 0);
}

#[test]
fn check_names_stale_and_edited_files() {
    let lab = Lab::new();
    lab.run(&["build"]);
    lab.edit("infra/infra.kdl", "memory=\"16GiB\"", "memory=\"18GiB\"");
    let stale = lab.run(&["build", "--check"]);
    assert_eq!(code(&stale), 1);
    assert!(
        all(&stale)
            .contains("stale: clubs/algoets/vms/backtest.yaml (from club/algoets/vm/backtest)"),
        "{}",
        all(&stale)
    );
    lab.edit("infra/infra.kdl", "memory=\"18GiB\"", "memory=\"16GiB\"");
    lab.edit(
        "out/talos/nodes/cp-1.yaml",
        "hostname: cp-1",
        "hostname: cp-9",
    );
    let edited = lab.run(&["build", "--check"]);
    assert_eq!(code(&edited), 1);
    assert!(
        all(&edited).contains(
            "edited by hand: talos/nodes/cp-1.yaml (edit node/cp-1 in the description instead)"
        ),
        "{}",
        all(&edited)
    );
    let refused = lab.run(&["build"]);
    assert_eq!(code(&refused), 1, "{}", all(&refused));
    assert!(
        fs::read_to_string(lab.path("out/talos/nodes/cp-1.yaml"))
            .unwrap()
            .contains("cp-9"),
        "an edit by hand was lost"
    );
    assert_eq!(code(&lab.run(&["build", "--overwrite"])), 0);
    assert_eq!(code(&lab.run(&["build", "--check"])), 0);
}

#[test]
fn foreign_files_are_never_touched() {
    let lab = Lab::new();
    lab.run(&["build"]);
    fs::write(lab.path("out/argocd/mine.yaml"), "kind: Mine\n").unwrap();
    for arguments in [
        &["build"][..],
        &["build", "--overwrite"],
        &["build", "--check"],
    ] {
        let output = lab.run(arguments);
        assert_eq!(code(&output), 1);
        assert!(
            all(&output).contains("not ours: argocd/mine.yaml"),
            "{}",
            all(&output)
        );
    }
    assert_eq!(
        fs::read_to_string(lab.path("out/argocd/mine.yaml")).unwrap(),
        "kind: Mine\n"
    );
}

#[test]
fn what_leaves_the_description_leaves_the_output() {
    let lab = Lab::new();
    lab.run(&["build"]);
    let text = fs::read_to_string(lab.path("infra/infra.kdl")).unwrap();
    let (before, after) = text.split_once("club \"saveurs\"").unwrap();
    let (_, after) = after.split_once("// ---- Decisions").unwrap();
    fs::write(
        lab.path("infra/infra.kdl"),
        format!("{before}// ---- Decisions{after}"),
    )
    .unwrap();
    let output = lab.run(&["build"]);
    assert_eq!(code(&output), 0, "{}", all(&output));
    assert!(!lab.path("out/clubs/saveurs").exists() && lab.path("out/clubs/algoets").exists());
}

#[test]
fn wrong_input_writes_nothing() {
    let lab = Lab::new();
    lab.edit("infra/infra.kdl", "role=worker", "role=workr");
    let output = lab.run(&["build"]);
    assert_eq!(code(&output), 1);
    assert!(!lab.path("out").exists() && all(&output).contains("nothing was written"));
}

#[test]
fn files_of_one_folder_are_one_description_and_subfolders_are_clusters() {
    let lab = Lab::new();
    lab.run(&["build"]);
    let text = fs::read_to_string(lab.path("infra/infra.kdl")).unwrap();
    let at = text.find("club \"raconteurs\"").unwrap();
    let end = text.find("club \"saveurs\"").unwrap();
    fs::write(lab.path("infra/raconteurs.kdl"), &text[at..end]).unwrap();
    fs::write(
        lab.path("infra/infra.kdl"),
        format!("{}{}", &text[..at], &text[end..]),
    )
    .unwrap();
    let split = lab.run(&["build", "--check"]);
    assert_eq!(code(&split), 0, "{}", all(&split));
    copy(
        &root().join("tests/platforms/smallest"),
        &lab.path("infra/home"),
    );
    fs::remove_dir_all(lab.path("infra/home/out")).unwrap();
    let two = lab.run(&["build"]);
    assert_eq!(code(&two), 0, "{}", all(&two));
    let app = fs::read_to_string(lab.path("out/home/argocd/root.yaml")).unwrap();
    assert!(app.contains("path: out/home/argocd"), "{app}");
    assert_eq!(code(&lab.run(&["build", "--check"])), 0);
}

#[test]
fn stdout_prints_and_writes_nothing() {
    let lab = Lab::new();
    let output = lab.run(&["build", "--stdout"]);
    assert!(all(&output).contains("kind: VirtualMachine") && !lab.path("out").exists());
}

#[test]
fn json_is_one_object() {
    let lab = Lab::new();
    lab.edit("infra/infra.kdl", "role=worker", "role=workr");
    let output = lab.run(&["check", "--format", "json"]);
    assert_eq!(code(&output), 1);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["format_version"], "1.0");
    let finding = &json["diagnostics"][0];
    assert_eq!(finding["rule"], "language/wrong-value");
    assert_eq!(finding["level"], "error");
    assert!(
        finding["spans"][0]["start"]["line"].as_u64() > Some(1)
            && finding["help"][0].as_str().is_some()
    );
    let clean = Lab::new().run(&["check", "--format", "json"]);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&clean.stdout).unwrap()["diagnostics"],
        serde_json::json!([])
    );
}

#[test]
fn bad_paths_are_told_clearly() {
    let lab = Lab::new();
    fs::create_dir(lab.path("empty")).unwrap();
    fs::create_dir(lab.path("folder.kdl")).unwrap();
    fs::create_dir(lab.path("latin")).unwrap();
    fs::write(lab.path("latin/infra.kdl"), b"platform \"caf\xe9\"\n").unwrap();
    fs::create_dir(lab.path("wide")).unwrap();
    fs::write(lab.path("wide/infra.kdl"), b"\xff\xfep\0l\0").unwrap();
    fs::create_dir(lab.path("loop")).unwrap();
    std::os::unix::fs::symlink("infra.kdl", lab.path("loop/infra.kdl")).unwrap();
    fs::create_dir(lab.path("blank")).unwrap();
    fs::write(lab.path("blank/infra.kdl"), "").unwrap();
    for (path, expected, status) in [
        ("nowhere", "nowhere: No such file", 2),
        ("empty", "no `.kdl` file here", 2),
        ("folder.kdl", "no `.kdl` file here", 2),
        (
            "latin",
            "the text is not UTF-8 but another encoding, at byte 13",
            2,
        ),
        ("wide", "the text is not UTF-8 but UTF-16", 2),
        ("loop", "loop/infra.kdl", 2),
        ("blank", "the description has no `platform`", 1),
    ] {
        let output = lab.run(&["check", path]);
        assert_eq!(code(&output), status, "{path}: {}", all(&output));
        assert!(all(&output).contains(expected), "{path}: {}", all(&output));
        assert!(!all(&output).contains("panic"), "{}", all(&output));
    }
}

#[test]
fn a_lock_of_a_newer_radier_is_respected() {
    let lab = Lab::new();
    lab.run(&["build"]);
    lab.edit("out/radier.lock", "radier 0.1.0", "radier 9.0.0");
    let output = lab.run(&["build"]);
    assert_eq!(code(&output), 2);
    assert!(
        all(&output).contains("was written by Radier 9.0.0")
            && all(&output).contains("install Radier 9.0.0"),
        "{}",
        all(&output)
    );
}

#[test]
fn explain_knows_rules_and_words() {
    let lab = Lab::new();
    for (topic, expected) in [
        ("disk/unstable-name", "Pull a USB stick"),
        ("node.disk.use", "An OSD of the storage backend"),
        ("club.quota", "The club's total"),
        ("storage.overcommit", "Default: `1.0`"),
    ] {
        let output = lab.run(&["explain", topic]);
        assert!(
            code(&output) == 0 && all(&output).contains(expected),
            "{topic}: {}",
            all(&output)
        );
    }
    for (topic, expected) in [
        ("node.dsk", "did you mean `disk`?"),
        ("disk/unstable-nam", "did you mean `disk/unstable-name`?"),
        ("unstable-name", "there is a rule `disk/unstable-name`"),
    ] {
        let output = lab.run(&["explain", topic]);
        assert!(
            code(&output) == 2 && all(&output).contains(expected),
            "{topic}: {}",
            all(&output)
        );
    }
    let rules = lab.run(&["rules"]);
    assert!(all(&rules).lines().count() > 50);
    assert_eq!(code(&lab.run(&["frobnicate"])), 2);
    assert!(all(&lab.run(&["--version"])).starts_with("radier 0.1.0"));
}

/// A heading announces something: a rule about files beside the description has no example, and its
/// page no heading for one.
#[test]
fn a_page_has_no_heading_without_a_text() {
    let lab = Lab::new();
    for lang in ["en", "fr"] {
        for rule in radier::check::rules() {
            let output = lab.run(&["explain", rule.id, "--lang", lang]);
            let text = all(&output);
            assert!(
                code(&output) == 0 && text.ends_with('\n'),
                "{}: {text}",
                rule.id
            );
            assert!(
                !text.trim_end().ends_with(':') && !text.contains(":\n\n\n"),
                "{} in {lang}: {text}",
                rule.id
            );
            let headings = text
                .lines()
                .filter(|line| ["Wrong:", "Right:", "Faux :", "Juste :"].contains(line))
                .count();
            let examples = rule
                .examples()
                .into_iter()
                .filter(|example| !example.trim().is_empty())
                .count();
            assert_eq!(headings, examples, "{} in {lang}: {text}", rule.id);
        }
    }
}

#[test]
fn colour_is_for_terminals_only() {
    let lab = Lab::new();
    lab.edit("infra/infra.kdl", "role=worker", "role=workr");
    assert!(!all(&lab.run(&["check"])).contains('\x1b'));
}
