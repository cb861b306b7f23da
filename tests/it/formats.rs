//! Formats for programs: held against their published schemas, and read back.

use crate::support::{radier, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Errors, a warning and a note, with everything that formats must escape: `%`, commas, quotes,
/// accents, `<`, `&`, several lines.
const WRONG: &str = r#"platform "lab" { repo "https://git.example.org/lab/platform.git"; contact "é, <b> & \"c\""; }
cluster "lab" {
    endpoint "https://10.0.0.11:6443"
    lifecycle "talosctl"
    nodes "10.0.0.0/24" gateway="10.0.0.1"
    control-plane schedulable=#true
}
model "server" { cpu cores=16 vendor=amd; memory "128GiB"; }
node "cp-1" model="server" role=control-plane {
    nic "net" mac="02:00:00:00:00:01" address="10.0.0.11"
    disk "os" id="/dev/sda" size="240GB" media=ssd use=install
}
node "cp-2" model="server" role=control-plane {
    nic "net" mac="02:00:00:00:00:02" address="10.0.0.12"
    disk "100 %, « é »" id="ata-SSD_2" size="240GB" media=ssd use=install
}
"#;

const CLEAN: &str = include_str!("prelude.kdl");

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn check(text: &str, arguments: &[&str]) -> Run {
    let lab = tempfile::tempdir().unwrap();
    fs::create_dir(lab.path().join("infra")).unwrap();
    fs::write(lab.path().join("infra/infra.kdl"), text).unwrap();
    let output = radier()
        .arg("check")
        .args(arguments)
        .current_dir(lab.path())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

fn findings(text: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(&check(text, &["--format", "json"]).out).unwrap();
    document["diagnostics"].as_array().unwrap().clone()
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("tests/schemas").join(name)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Holds a document against a file of `tests/schemas`.
pub fn validate(name: &str, document: &str) -> Value {
    let document: Value = serde_json::from_str(document).unwrap();
    let problems: Vec<String> = schema(name)
        .iter_errors(&document)
        .map(|problem| format!("{}: {problem}", problem.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    document
}

#[test]
fn sarif_is_valid_and_declares_every_rule() {
    let document = validate(
        "sarif-2.1.0.json",
        &check(WRONG, &["--format", "sarif"]).out,
    );
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), radier::check::rules().len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings(WRONG).len());
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap();
        assert_eq!(uri, "infra/infra.kdl");
    }
    let prints: BTreeSet<_> = results
        .iter()
        .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].to_string())
        .collect();
    assert_eq!(prints.len(), results.len());
    // Without findings there is a run all the same, or old alerts would never close.
    let clean = validate(
        "sarif-2.1.0.json",
        &check(CLEAN, &["--format", "sarif"]).out,
    );
    assert_eq!(clean["runs"][0]["results"], Value::Array(Vec::new()));
    assert!(
        schema("sarif-2.1.0.json")
            .validate(&serde_json::json!({ "version": "2.1.0" }))
            .is_err(),
        "the schema takes anything"
    );
}

#[test]
fn fingerprints_survive_moves() {
    let prints = |text: &str| -> BTreeSet<String> {
        let document: Value =
            serde_json::from_str(&check(text, &["--format", "gitlab"]).out).unwrap();
        document
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["fingerprint"].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(prints(WRONG), prints(&format!("// moved\n\n\n{WRONG}")));
    // Equal words at two places are two issues.
    let twice = WRONG
        .replace("address=\"10.0.0.12\"", "adress=\"10.0.0.12\"")
        .replace("address=\"10.0.0.11\"", "adress=\"10.0.0.11\"");
    assert_eq!(prints(&twice).len(), findings(&twice).len());
}

#[test]
fn rdjson_is_valid_and_counts_bytes() {
    let document = validate("rdjson.json", &check(WRONG, &["--format", "rdjson"]).out);
    let lines: Vec<&str> = WRONG.lines().collect();
    for (one, finding) in document["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .zip(findings(WRONG))
    {
        let range = &one["location"]["range"];
        let span = &finding["spans"][0];
        if range["start"]["line"] == range["end"]["line"] {
            let at = |point: &str| range[point]["column"].as_u64().unwrap() as usize - 1;
            let line = lines[range["start"]["line"].as_u64().unwrap() as usize - 1];
            let bytes = span["start"]["byte"].as_u64().unwrap() as usize
                ..span["end"]["byte"].as_u64().unwrap() as usize;
            assert_eq!(&line[at("start")..at("end")], &WRONG[bytes]);
        }
    }
}

#[test]
fn gitlab_issues_have_what_gitlab_needs() {
    let document: Value = serde_json::from_str(&check(WRONG, &["--format", "gitlab"]).out).unwrap();
    let issues = document.as_array().unwrap();
    assert_eq!(issues.len(), findings(WRONG).len());
    for issue in issues {
        let text = |key: &str| issue[key].as_str().unwrap().to_string();
        assert!(text("description").starts_with(&text("check_name")));
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&text("severity").as_str())
        );
        assert_eq!(issue["location"]["path"], "infra/infra.kdl");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
    }
    assert_eq!(check(CLEAN, &["--format", "gitlab"]).out, "[]\n");
}

#[test]
fn github_annotations_survive_everything() {
    let run = check(WRONG, &["--format", "github"]);
    let found = findings(WRONG);
    let mut messages = BTreeSet::new();
    let commands: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.starts_with("::"))
        .collect();
    assert_eq!(commands.len(), found.len(), "{}", run.out);
    for line in commands {
        let (head, data) = line[2..].split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command));
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key),
                "{property}"
            );
            assert!(!value.is_empty());
        }
        let data = data
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%");
        messages.insert(data.lines().next().unwrap().to_string());
    }
    let wanted: BTreeSet<String> = found
        .iter()
        .map(|finding| finding["message"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(messages, wanted);
    assert!(run.out.contains("100 %25, « é »"), "{}", run.out);
    // Errors come first, and what GitHub would drop is said.
    let many: String = (0..15).map(|at| format!("nonsense \"{at}\"\n")).collect();
    let run = check(&format!("{CLEAN}{many}"), &["--format", "github"]);
    assert!(
        run.out.contains("::error::5 more of these are in the log"),
        "{}",
        run.out
    );
    assert_eq!(
        run.out
            .lines()
            .filter(|line| line.starts_with("::error file="))
            .count(),
        10
    );
}

#[test]
fn junit_has_a_case_per_rule() {
    let run = check(WRONG, &["--format", "junit"]);
    let document = roxmltree::Document::parse(&run.out).unwrap();
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .collect();
    assert_eq!(cases.len(), radier::check::rules().len());
    let failures: BTreeSet<String> = cases
        .iter()
        .filter(|case| case.children().any(|child| child.has_tag_name("failure")))
        .map(|case| {
            format!(
                "{}/{}",
                case.attribute("classname").unwrap(),
                case.attribute("name").unwrap()
            )
        })
        .collect();
    let errors: BTreeSet<String> = findings(WRONG)
        .iter()
        .filter(|finding| finding["level"] == "error")
        .map(|finding| finding["rule"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(failures, errors);
    let suite = document
        .descendants()
        .find(|node| node.has_tag_name("testsuite"))
        .unwrap();
    assert_eq!(
        suite.attribute("failures").unwrap(),
        errors.len().to_string()
    );
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let run = check(WRONG, &["--format", "jsonl"]);
    let lines: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut found = findings(WRONG);
    for finding in &mut found {
        finding["format_version"] = "1.0".into();
    }
    assert_eq!(lines, found);
}

#[test]
fn callers_choose_what_counts() {
    let warned = {
        let finding = findings(WRONG)
            .into_iter()
            .find(|finding| finding["level"] == "warning")
            .expect("WRONG has a warning");
        finding["rule"].as_str().unwrap().to_string()
    };
    let level = |arguments: &[&str]| -> Option<String> {
        let run = check(WRONG, &[&["--format", "jsonl"], arguments].concat());
        let mut lines = run
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .find(|finding| finding["rule"] == warned.as_str())
            .map(|finding| finding["level"].as_str().unwrap().to_string())
    };
    assert_eq!(level(&[]).as_deref(), Some("warning"));
    assert_eq!(level(&["--deny", &warned]).as_deref(), Some("error"));
    assert_eq!(level(&["--deny", "warnings"]).as_deref(), Some("error"));
    assert_eq!(
        level(&["--deny", warned.split('/').next().unwrap()]).as_deref(),
        Some("error")
    );
    assert_eq!(level(&["--allow", &warned]), None);
    assert_eq!(
        level(&["--allow", &warned, "--warn", &warned]).as_deref(),
        Some("warning")
    );
    // A rule says more than its area, and an area more than `warnings`; several may stand in one
    // word.
    let area = warned.split('/').next().unwrap();
    assert_eq!(level(&["--deny", area, "--allow", &warned]), None);
    assert_eq!(
        level(&["--deny", "warnings", "--warn", area]).as_deref(),
        Some("warning")
    );
    assert_eq!(
        level(&["--deny", &format!("{warned},secret")]).as_deref(),
        Some("error")
    );
    // An error cannot be left out, not even with its area.
    for option in ["--allow", "--warn"] {
        let run = check(WRONG, &["--format", "short", option, "disk"]);
        assert!(
            run.code == 1 && run.out.contains("error[disk/unstable-name]"),
            "{option}: {}",
            run.out
        );
    }
    let refused = check(WRONG, &["--allow", "disk/unstable-name"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is an error"), "{}", refused.err);
    let unknown = check(WRONG, &["--deny", "disk/unstable-nam"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean `disk/unstable-name`?"),
        "{}",
        unknown.err
    );
}

#[test]
fn warnings_can_be_too_many() {
    let text = CLEAN.to_string() + "allow \"node/even-control-planes\" reason=\"never\"\n";
    let run = check(&text, &[]);
    assert_eq!(
        (run.code, run.out.matches("warning[").count()),
        (0, 1),
        "{}",
        run.out
    );
    assert_eq!(check(&text, &["--max-warnings", "1"]).code, 0);
    let run = check(&text, &["--max-warnings", "0"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("1 warning, and 0 may be there"),
        "{}",
        run.err
    );
}

#[test]
fn today_is_an_option() {
    let text = CLEAN.to_string()
        + "allow \"node/even-control-planes\" reason=\"soon three\" until=\"2026-12-31\"\n";
    let rules = |day: &str| check(&text, &["--format", "short", "--today", day]).out;
    assert!(
        rules("2027-01-01").contains("allow/expired"),
        "{}",
        rules("2027-01-01")
    );
    assert!(!rules("2026-12-31").contains("allow/expired"));
    assert_eq!(check(&text, &["--today", "31.12.2026"]).code, 2);
}

#[test]
fn the_documented_json_is_real() {
    let block = |file: &str, fence: &str| -> String {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let (_, rest) = text.split_once(&format!("```{fence}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_string()
    };
    let run = check(
        &block("README.md", "kdl file=infra/infra.kdl"),
        &["--format", "json"],
    );
    let real: Value = serde_json::from_str(&run.out).unwrap();
    let documented: Value = serde_json::from_str(&block("docs/formats.md", "json")).unwrap();
    assert_eq!(documented, real, "{}", run.out);
}

/// Output of CI is kept and read by many: what is a secret is hidden in all formats, in messages of
/// other rules, and where the text cannot be parsed.
#[test]
fn secrets_are_printed_by_no_format() {
    let token = "glpat-aBcDeFgHiJkLmNoPqRsT";
    let patch = format!(
        "patch \"talos\" on=all \"\"\"\n    machine:\n      sysctls: {token}\n    \"\"\"\n"
    );
    let broken = format!("node \"a\" token=[\"{token}\"]\n");
    let password = "manifests \"m\" namespace=\"default\" {\n    yaml \"\"\"\n        apiVersion: \
                    v1\n        kind: ConfigMap\n        metadata: {name: a}\n        data: \
                    {DB_PASSWORD: 'correct horse'}\n        \"\"\"\n}\n";
    for (text, secret) in [
        (patch.as_str(), token),
        (&broken, token),
        (password, "correct horse"),
    ] {
        let text = format!("{CLEAN}\n{text}");
        for format in [
            "human", "short", "json", "jsonl", "sarif", "github", "gitlab", "rdjson", "junit",
        ] {
            let run = check(&text, &["--format", format]);
            assert_eq!(run.code, 1, "{format}: {}", run.err);
            let all = run.out + &run.err;
            assert!(!all.contains(secret), "{format}:\n{all}");
        }
    }
}
