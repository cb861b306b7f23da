//! Files for other people's CI: they are YAML of the right form, and every command in them works.

use crate::cli::copy;
use crate::formats::validate;
use crate::support::root;
use serde_yaml::Value;
use std::fs;
use std::process::Command;

fn read(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(root().join(path)).unwrap())
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value:?}"))
        .to_string()
}

/// Runs a line of a shell in a repository whose platform is clean, with `radier` on the PATH.
fn run(line: &str) {
    let lab = tempfile::tempdir().unwrap();
    copy(
        &root().join("tests/platforms/example"),
        &lab.path().join("infra"),
    );
    fs::rename(lab.path().join("infra/out"), lab.path().join("out")).unwrap();
    let binaries = std::path::Path::new(env!("CARGO_BIN_EXE_radier"))
        .parent()
        .unwrap();
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    shell
        .args(["-euo", "pipefail", "-c", line])
        .current_dir(lab.path());
    let output = shell
        .env("PATH", path)
        .env("INFRA", "infra")
        .env("OUT", "out")
        .env("SARIF", "radier.sarif")
        .output()
        .unwrap();
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{line}\n{told}");
    // What another tool reads is there, and whole.
    if let Some((_, file)) = line.split_once("> ") {
        let file = file
            .split_whitespace()
            .next()
            .unwrap()
            .trim_matches('"')
            .replace("$SARIF", "radier.sarif");
        let written = fs::read_to_string(lab.path().join(&file)).unwrap();
        match file.ends_with(".xml") {
            true => drop(roxmltree::Document::parse(&written).unwrap()),
            false => drop(serde_json::from_str::<serde_json::Value>(&written).unwrap()),
        }
    }
}

/// As GitHub's and pre-commit's own readers take them.
#[test]
fn files_for_ci_have_the_form_that_is_published() {
    for (path, schema) in [
        ("action.yml", "github-action.json"),
        ("contrib/github/platform.yml", "github-workflow.json"),
        (".pre-commit-hooks.yaml", "pre-commit-hooks.json"),
    ] {
        validate(schema, &serde_json::to_string(&read(path)).unwrap());
    }
    let wrong = read("action.yml");
    let mut wrong = serde_json::to_value(&wrong).unwrap();
    wrong["runs"]["steps"][0]
        .as_object_mut()
        .unwrap()
        .remove("shell");
    let refused = std::panic::catch_unwind(|| validate("github-action.json", &wrong.to_string()));
    assert!(refused.is_err(), "a step without a shell must be refused");
}

/// A tag can be moved to another commit: what others made is named by its commit, and gets no
/// token.
#[test]
fn actions_of_others_are_pinned_and_get_no_token() {
    let workflow = read("contrib/github/platform.yml");
    let steps = workflow["jobs"]["radier"]["steps"].as_sequence().unwrap();
    let mut pinned = 0;
    for step in steps.iter().filter(|step| {
        step.get("uses")
            .is_some_and(|uses| !text(uses).starts_with("OWNER/"))
    }) {
        let (action, version) = {
            let uses = text(&step["uses"]);
            let (action, version) = uses.split_once('@').unwrap();
            (action.to_string(), version.to_string())
        };
        assert!(
            version.len() == 40 && version.chars().all(|c| c.is_ascii_hexdigit()),
            "{action}@{version}"
        );
        if action == "actions/checkout" {
            assert_eq!(step["with"]["persist-credentials"], Value::Bool(false));
        }
        pinned += 1;
    }
    assert_eq!(pinned, 2);
}

/// Keywords of jobs that this template may use (docs.gitlab.com/ci/yaml): an unknown one makes
/// GitLab refuse the whole file.
#[test]
fn the_template_for_gitlab_has_known_keywords() {
    let template = read("contrib/gitlab/radier.gitlab-ci.yml");
    let known = [
        "image",
        "rules",
        "cache",
        "before_script",
        "script",
        "artifacts",
        "variables",
        "stage",
        "needs",
        "tags",
    ];
    for (name, job) in template
        .as_mapping()
        .unwrap()
        .iter()
        .filter(|(name, _)| text(name) != "variables")
    {
        for (key, _) in job.as_mapping().unwrap() {
            assert!(known.contains(&text(key).as_str()), "{name:?}: {key:?}");
        }
    }
    let job = &template["radier"];
    let rules = job["rules"].as_sequence().unwrap();
    assert!(rules.iter().all(|rule| {
        rule.as_mapping()
            .unwrap()
            .keys()
            .all(|key| matches!(text(key).as_str(), "if" | "when" | "changes" | "exists"))
    }));
    assert!(matches!(
        text(&job["artifacts"]["when"]).as_str(),
        "always" | "on_failure" | "on_success"
    ));
}

#[test]
fn the_action_runs() {
    let action = read("action.yml");
    assert_eq!(text(&action["runs"]["using"]), "composite");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let mut commands = 0;
    for step in steps {
        // Composite actions need a shell for each command.
        assert_eq!(text(&step["shell"]), "bash");
        let line = text(&step["run"]);
        // Inputs reach a shell as variables only, or a pull request could run what it likes.
        assert!(!line.contains("${{"), "{line}");
        if line.starts_with("radier") {
            run(&line);
            commands += 1;
        }
        for (_, value) in step["env"].as_mapping().into_iter().flatten() {
            let name = text(value).replace("${{ inputs.", "").replace(" }}", "");
            assert!(action["inputs"].get(&name).is_some(), "{name}");
        }
    }
    assert_eq!(commands, 4);
}

#[test]
fn the_workflow_gives_the_action_what_it_knows() {
    let (workflow, action) = (read("contrib/github/platform.yml"), read("action.yml"));
    let steps = workflow["jobs"]["radier"]["steps"].as_sequence().unwrap();
    let ours = steps
        .iter()
        .find(|step| text(&step["uses"]).contains("/radier@"))
        .unwrap();
    for (name, _) in ours["with"].as_mapping().unwrap() {
        assert!(action["inputs"].get(name).is_some(), "{name:?}");
    }
    let upload = steps
        .iter()
        .find(|step| text(&step["uses"]).contains("upload-sarif"))
        .unwrap();
    assert_eq!(upload["with"]["sarif_file"], ours["with"]["sarif"]);
}

#[test]
fn the_commands_for_gitlab_run() {
    let job = &read("contrib/gitlab/radier.gitlab-ci.yml")["radier"];
    let script: Vec<String> = job["script"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(text)
        .collect();
    assert!(script.len() >= 5);
    script.iter().for_each(|line| run(line));
    for report in ["codequality", "junit"] {
        let file = text(&job["artifacts"]["reports"][report]);
        assert!(
            script
                .iter()
                .any(|line| line.contains(&format!("> {file}"))),
            "{file}"
        );
    }
}

#[test]
fn the_hooks_run() {
    let hooks = read(".pre-commit-hooks.yaml");
    for hook in hooks.as_sequence().unwrap() {
        for key in ["id", "name", "description", "language", "files"] {
            assert!(!text(&hook[key]).is_empty());
        }
        run(&text(&hook["entry"]));
    }
}
