//! Inputs that were reported, as they were: `../shared/cases/tool`, where it is. What they showed
//! has tests of its own beside.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

fn reported() -> Option<PathBuf> {
    let folder = root().join("../shared/cases/tool");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared/cases/tool is not here");
    None
}

fn run(lab: &Path, arguments: &[&str]) -> Output {
    radier().args(arguments).current_dir(lab).output().unwrap()
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_string)
        .collect()
}

/// The example, with one file of it replaced by a reported one.
fn lab(file: &str, by: &Path) -> tempfile::TempDir {
    let lab = tempfile::tempdir().unwrap();
    copy(
        &root().join("tests/platforms/example"),
        &lab.path().join("infra"),
    );
    fs::copy(by, lab.path().join("infra").join(file)).unwrap();
    lab
}

#[test]
#[ignore = "needs ../shared"]
fn half_a_merge_is_one_error_at_its_mark() {
    let Some(cases) = reported() else { return };
    let lab = lab("infra.kdl", &cases.join("merge-mark-equals.kdl"));
    let found = lines(&run(lab.path(), &["check", "--format", "short"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("infra/infra.kdl:162:1: error[syntax/invalid]"),
        "{found:?}"
    );
    for at in 1..=4 {
        let file = cases.join(format!("fmt-meaning-{at}.kdl"));
        let output = run(lab.path(), &["fmt", "--check", file.to_str().unwrap()]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), told.matches("error[").count()),
            (Some(1), 1),
            "{told}"
        );
        assert!(told.contains("a merge has left its marks here"), "{told}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn nothing_divides_by_zero() {
    let Some(cases) = reported() else { return };
    let output = run(
        &root(),
        &[
            "check",
            "--format",
            "short",
            cases.join("divide-by-zero.kdl").to_str().unwrap(),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        lines(&output)
            .iter()
            .filter(|line| line.contains("storage/redundancy"))
            .count(),
        1,
        "{:?}",
        lines(&output)
    );
}

#[test]
#[ignore = "needs ../shared"]
fn reported_templates_end_with_their_line() {
    let Some(cases) = reported() else { return };
    for entry in fs::read_dir(cases.join("templates")).unwrap() {
        let file = entry.unwrap().path();
        let lab = lab("algoets/backtest.yaml.j2", &file);
        let began = Instant::now();
        let found = lines(&run(lab.path(), &["check", "--format", "short"]));
        assert!(began.elapsed().as_secs() < 5, "{}", file.display());
        let wanted = "error[vm/template]: `algoets/backtest.yaml.j2` line 2: ";
        assert!(
            found.len() == 1 && found[0].contains(wanted),
            "{}: {found:?}",
            file.display()
        );
    }
}

#[test]
#[ignore = "needs ../shared"]
fn a_long_key_is_written_so_that_it_is_read() {
    let Some(cases) = reported() else { return };
    let text = fs::read_to_string(cases.join("yaml-long-key.yaml")).unwrap();
    let documents = radier::yaml::documents(&text).unwrap();
    let written = radier::yaml::stream(&documents);
    assert_eq!(radier::yaml::documents(&written).unwrap(), documents);
    let other: Vec<serde_yaml::Value> = serde_yaml::Deserializer::from_str(&written)
        .map(|document| serde::Deserialize::deserialize(document).unwrap())
        .collect();
    assert_eq!(other.len(), documents.len());
}
