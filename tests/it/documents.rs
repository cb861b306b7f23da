//! Every command, every format, every way to end: one whole document that its reader takes, and
//! that says how it ended.

use crate::cli::copy;
use crate::formats::validate;
use crate::support::{radier, root};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

/// What is done to a folder with `infra/` of the example and its fresh `out/`.
type Deed = fn(&Path);

struct Case {
    name: &'static str,
    deed: Deed,
    arguments: &'static [&'static str],
    exit: i32,
    /// The rule of the first finding of the level that counts; empty when none is expected.
    rule: &'static str,
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).unwrap();
    fs::write(path, old + text).unwrap();
}

fn link(target: &str, at: &Path) {
    let _ = fs::remove_file(at);
    std::os::unix::fs::symlink(target, at).unwrap();
}

fn replace_in(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const WORKERS: &str = "out/talos/worker.yaml";

const CASES: [Case; 38] = [
    Case {
        name: "clean",
        deed: |_| {},
        arguments: &["check"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "an error",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["check"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "a mark",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "=======\n"),
        arguments: &["check"],
        exit: 1,
        rule: "syntax/invalid",
    },
    Case {
        name: "denied",
        deed: |lab| {
            append(
                &lab.join("infra/infra.kdl"),
                "allow \"node/one-rack\" reason=\"x\"\n",
            )
        },
        arguments: &["check", "--deny", "warnings"],
        exit: 1,
        rule: "allow/unused",
    },
    Case {
        name: "nowhere",
        deed: |_| {},
        arguments: &["check", "nowhere"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "no description",
        deed: |lab| fs::create_dir(lab.join("empty")).unwrap(),
        arguments: &["check", "empty"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "UTF-16",
        deed: |lab| fs::write(lab.join("infra/wide.kdl"), b"\xff\xfep\0l\0").unwrap(),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "Latin-1",
        deed: |lab| fs::write(lab.join("infra/latin.kdl"), b"// a\n\n// caf\xe9\n").unwrap(),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link that leaves",
        deed: |lab| link("../secret.kdl", &lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link to nothing",
        deed: |lab| link("nothing.kdl", &lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a pipe",
        deed: |lab| pipe(&lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name of ours",
        deed: |lab| cluster(&lab.join("infra/Talos")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name with a blank",
        deed: |lab| cluster(&lab.join("infra/my cluster")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name of two lines",
        deed: |lab| cluster(&lab.join("infra/my\ncluster")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "names that differ in capitals",
        deed: |lab| {
            cluster(&lab.join("infra/Prod"));
            cluster(&lab.join("infra/prod"));
        },
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "up to date",
        deed: |_| {},
        arguments: &["build", "--check"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "stale",
        deed: |lab| {
            replace_in(
                &lab.join("infra/infra.kdl"),
                "branch=\"master\"",
                "branch=\"next\"",
            )
        },
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/stale",
    },
    Case {
        name: "missing",
        deed: |lab| fs::remove_file(lab.join(WORKERS)).unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/missing",
    },
    Case {
        name: "extra",
        deed: |lab| append_line(lab, "extra.yaml"),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/extra",
    },
    Case {
        name: "edited",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/edited",
    },
    Case {
        name: "foreign",
        deed: |lab| fs::write(lab.join("out/mine.txt"), "mine").unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/foreign",
    },
    Case {
        name: "a link of the output",
        deed: |lab| link("../../secret.kdl", &lab.join(WORKERS)),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/not-a-file",
    },
    Case {
        name: "no lock",
        deed: |lab| fs::remove_file(lab.join("out/radier.lock")).unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/unfinished",
    },
    Case {
        name: "a broken lock",
        deed: |lab| append(&lab.join("out/radier.lock"), "=======\n"),
        arguments: &["build", "--check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a newer lock",
        deed: |lab| replace_in(&lab.join("out/radier.lock"), "radier 0", "radier 9"),
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link as lock",
        deed: |lab| link("../secret.kdl", &lab.join("out/radier.lock")),
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "output is a link",
        deed: |lab| {
            fs::rename(lab.join("out"), lab.join("real")).unwrap();
            link("real", &lab.join("out"));
        },
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "nothing to do",
        deed: |_| {},
        arguments: &["build"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "written",
        deed: |lab| fs::remove_file(lab.join(WORKERS)).unwrap(),
        arguments: &["build"],
        exit: 0,
        rule: "output/written",
    },
    Case {
        name: "an edit in the way",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build"],
        exit: 1,
        rule: "output/edited",
    },
    Case {
        name: "an edit thrown away",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build", "--overwrite"],
        exit: 0,
        rule: "output/written",
    },
    Case {
        name: "a foreign file in the way",
        deed: |lab| fs::write(lab.join("out/mine.txt"), "mine").unwrap(),
        arguments: &["build", "--overwrite"],
        exit: 1,
        rule: "output/foreign",
    },
    Case {
        name: "a build with an error",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["build"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "a build of nothing",
        deed: |_| {},
        arguments: &["build", "nowhere"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "nothing to mend",
        deed: |_| {},
        arguments: &["fix"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "nothing that can be mended",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["fix", "--diff"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "nothing that can be read",
        deed: |lab| fs::write(lab.join("infra/wide.kdl"), b"\xff\xfep\0").unwrap(),
        arguments: &["fix"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "too many warnings",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["build", "--check", "--max-warnings", "0"],
        exit: 1,
        rule: "language/unknown-word",
    },
];

fn pipe(path: &Path) {
    assert!(
        std::process::Command::new("mkfifo")
            .arg(path)
            .status()
            .unwrap()
            .success()
    );
}

fn cluster(folder: &Path) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("infra.kdl"), "platform \"a\"\n").unwrap();
}

/// A file that an earlier build wrote, as the lock says.
fn append_line(lab: &Path, name: &str) {
    fs::write(lab.join("out").join(name), "old\n").unwrap();
    append(
        &lab.join("out/radier.lock"),
        &format!("{} {name} node/gone\n", radier::output::hash(b"old\n")),
    );
}

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
