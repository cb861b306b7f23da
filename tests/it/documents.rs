//! Every command, every format, every way to end: one whole document that its reader takes, and
//! that says how it ended.

mod cases;

use crate::cli::copy;
use crate::formats::validate;
use crate::support::{radier, root};
use cases::{CASES, Case, replace_in};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

/// A folder with the example and its output, for all cases to copy.
fn template() -> tempfile::TempDir {
    let lab = tempfile::tempdir().unwrap();
    copy(
        &root().join("tests/platforms/example"),
        &lab.path().join("infra"),
    );
    fs::rename(lab.path().join("infra/out"), lab.path().join("out")).unwrap();
    fs::write(
        lab.path().join("secret.kdl"),
        "password \"correct horse\"\n",
    )
    .unwrap();
    lab
}

fn run(template: &Path, case: &Case, format: &str) -> Output {
    let lab = tempfile::tempdir().unwrap();
    copy(template, lab.path());
    (case.deed)(lab.path());
    let output = radier()
        .args(case.arguments)
        .args(["--format", format])
        .current_dir(lab.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(case.exit),
        "{} {format}: {}",
        case.name,
        String::from_utf8_lossy(&output.stderr)
    );
    let all = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        !all.contains("correct horse"),
        "{} {format}: what a link leads to is printed",
        case.name
    );
    output
}

/// Level, rule and path of each finding of a document.
fn read(format: &str, text: &str) -> Vec<(String, String, String)> {
    let json = || -> Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{format}: {error}\n{text}"))
    };
    let of = |finding: &Value, level: &str, rule: &str, path: &str| {
        let text = |pointer: &str| {
            finding
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("{format} {pointer}: {finding}"))
                .to_string()
        };
        (text(level), text(rule), text(path))
    };
    let list = |value: &Value| value.as_array().unwrap().clone();
    match format {
        "json" => list(&json()["diagnostics"])
            .iter()
            .map(|one| of(one, "/level", "/rule", "/spans/0/file"))
            .collect(),
        "jsonl" => text
            .lines()
            .map(|line| {
                of(
                    &serde_json::from_str(line).unwrap(),
                    "/level",
                    "/rule",
                    "/spans/0/file",
                )
            })
            .collect(),
        "sarif" => {
            let run = validate("sarif-2.1.0.json", text)["runs"][0].clone();
            list(&run["results"])
                .iter()
                .map(|one| {
                    of(
                        one,
                        "/level",
                        "/ruleId",
                        "/locations/0/physicalLocation/artifactLocation/uri",
                    )
                })
                .collect()
        }
        "gitlab" => list(&json())
            .iter()
            .map(|one| of(one, "/severity", "/check_name", "/location/path"))
            .collect(),
        "rdjson" => list(&validate("rdjson.json", text)["diagnostics"])
            .iter()
            .map(|one| of(one, "/severity", "/code/value", "/location/path"))
            .collect(),
        "junit" => {
            let document =
                roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let cases = document
                .descendants()
                .filter(|node| node.has_tag_name("testcase") && node.has_children());
            cases
                .map(|case| {
                    let child = case.children().find(roxmltree::Node::is_element).unwrap();
                    let level = if child.has_tag_name("failure") {
                        "error"
                    } else {
                        "other"
                    };
                    let path = child.text().unwrap().split(':').next().unwrap().to_string();
                    (
                        level.to_string(),
                        format!(
                            "{}/{}",
                            case.attribute("classname").unwrap(),
                            case.attribute("name").unwrap()
                        ),
                        path,
                    )
                })
                .collect()
        }
        _ => {
            let commands = text
                .lines()
                .filter(|line| line.starts_with("::") && line.contains("file="));
            let property = |line: &str, key: &str| {
                line.split([',', ' '])
                    .find_map(|part| part.strip_prefix(key))
                    .unwrap_or("")
                    .split("::")
                    .next()
                    .unwrap()
                    .to_string()
            };
            commands
                .map(|line| {
                    (
                        line[2..].split(' ').next().unwrap().to_string(),
                        property(line, "title="),
                        property(line, "file="),
                    )
                })
                .collect()
        }
    }
}

const FORMATS: [&str; 7] = [
    "json", "jsonl", "sarif", "gitlab", "rdjson", "junit", "github",
];

#[test]
fn every_way_to_end_is_one_whole_document() {
    let template = template();
    for case in &CASES {
        for format in FORMATS {
            let output = run(template.path(), case, format);
            let mut document = String::from_utf8(output.stdout).unwrap();
            // Commands of a workflow are lines among others, wherever they are printed.
            if format == "github" {
                document.push_str(std::str::from_utf8(&output.stderr).unwrap());
            }
            let found = read(format, &document);
            let is_error = |level: &str| ["error", "ERROR", "critical"].contains(&level);
            let told = format!("{} {format}: {found:?}", case.name);
            assert_eq!(
                found.iter().any(|(level, ..)| is_error(level)),
                case.exit > 0,
                "{told}"
            );
            if !case.rule.is_empty() {
                let finding = found
                    .iter()
                    .find(|(_, rule, _)| rule == case.rule)
                    .unwrap_or_else(|| panic!("{told}"));
                assert_eq!(
                    finding.2.starts_with("out/"),
                    case.rule.starts_with("output/") || finding.2.contains("radier.lock"),
                    "{told}"
                );
                assert_eq!(is_error(&finding.0), case.exit > 0, "{told}");
            }
        }
        // People read the same.
        for format in ["human", "short"] {
            let output = run(template.path(), case, format);
            let all = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(
                case.exit == 0 || !all.trim().is_empty(),
                "{} {format}",
                case.name
            );
            assert!(
                !all.contains("panicked") && !all.contains("internal error"),
                "{all}"
            );
        }
    }
}

/// The files and a document cannot share standard output: that is said, in a document.
#[test]
fn files_and_a_document_are_not_mixed() {
    let lab = template();
    for format in FORMATS.into_iter().filter(|format| *format != "github") {
        let output = radier()
            .args(["build", "--stdout", "--format", format])
            .current_dir(lab.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert_eq!(
            read(format, std::str::from_utf8(&output.stdout).unwrap()).len(),
            1,
            "{format}"
        );
    }
}

/// A disk that is full is no success, and a reader that has gone away is no mistake.
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let lab = template();
    let full = || {
        Stdio::from(
            fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap(),
        )
    };
    let text = fs::read(lab.path().join("infra/infra.kdl")).unwrap();
    for arguments in [
        &["build", "--stdout"][..],
        &["check"],
        &["check", "--format", "json"],
        &["check", "--format", "junit"],
        &["build", "--check"],
        &["build", "--format", "sarif"],
        &["fmt"],
        &["fmt", "-"],
        &["fix"],
        &["rules"],
        &["explain"],
        &["explain", "node.disk.use"],
        &["explain", "disk/unstable-name"],
    ] {
        let file = fs::File::open(lab.path().join("infra/infra.kdl")).unwrap();
        let output = radier()
            .args(arguments)
            .current_dir(lab.path())
            .stdin(file)
            .stdout(full())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(
            told.contains("standard output: No space left on device"),
            "{arguments:?}: {told}"
        );
    }
    assert_eq!(fs::read(lab.path().join("infra/infra.kdl")).unwrap(), text);
    let line = format!(
        "{} build --stdout | head -n 1; exit ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_radier")
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &line])
        .current_dir(lab.path())
        .output()
        .unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Builds that meet: one writes, the others say so and end, or wait. The folder is never a mixture.
#[test]
fn two_builds_at_once_never_mix() {
    let lab = template();
    let other = tempfile::tempdir().unwrap();
    copy(&lab.path().join("infra"), &other.path().join("infra"));
    replace_in(
        &other.path().join("infra/infra.kdl"),
        "branch=\"master\"",
        "branch=\"next\"",
    );
    let out = lab.path().join("out");
    let build = |folder: &Path, more: &[&str]| {
        radier()
            .args(["build", "--out"])
            .arg(&out)
            .args(more)
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut busy = 0;
    for round in 0..30 {
        let more: &[&str] = if round % 3 == 0 { &["--wait"] } else { &[] };
        let children = [build(lab.path(), more), build(other.path(), more)];
        for child in children {
            let output = child.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            match output.status.code() {
                Some(0) => {}
                Some(2) if told.contains("another build is writing here") && more.is_empty() => {
                    busy += 1
                }
                other => panic!("{other:?}: {told}"),
            }
        }
        let is_one = [lab.path(), other.path()].into_iter().any(|folder| {
            radier()
                .args(["build", "--check", "--out"])
                .arg(&out)
                .current_dir(folder)
                .output()
                .unwrap()
                .status
                .success()
        });
        assert!(is_one, "round {round}: the output is a mixture");
    }
    println!("{busy} builds found the folder taken");
    // And for certain: while somebody holds the folder.
    let held = radier::output::Guard::take(&out, radier::output::Access::Write, false)
        .unwrap()
        .unwrap();
    let output = build(lab.path(), &[]).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = radier()
        .args(["build", "--check"])
        .current_dir(lab.path())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "a check beside a build sees half of it"
    );
    let mut waiting = build(lab.path(), &["--wait"]);
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(waiting.try_wait().unwrap().is_none());
    drop(held);
    assert!(waiting.wait().unwrap().success());
}
