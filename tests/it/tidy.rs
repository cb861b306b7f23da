//! Rules of the house: who may know whom, a first line that says what a module does, no forgotten
//! file.

use crate::support::root;
use std::fs;
use std::path::PathBuf;

/// Folder -> folders that it may name. This is the architecture: see `docs/architecture.md`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic"]),
    ("schema", &["source", "diagnostic", "syntax"]),
    ("language", &["source", "syntax", "schema"]),
    ("model", &["source", "diagnostic", "schema", "language"]),
    ("yaml", &[]),
    ("upstream", &["yaml"]),
    ("parts", &["source", "language", "model", "upstream"]),
    ("capacity", &["language", "model", "parts"]),
    (
        "check",
        &[
            "source",
            "diagnostic",
            "schema",
            "language",
            "model",
            "parts",
            "capacity",
            "upstream",
            "yaml",
        ],
    ),
    (
        "emit",
        &[
            "source", "schema", "language", "model", "parts", "capacity", "yaml", "output",
        ],
    ),
    (
        "verify",
        &["source", "diagnostic", "language", "model", "yaml", "check"],
    ),
    ("output", &[]),
    (
        "cli",
        &[
            "source",
            "diagnostic",
            "syntax",
            "schema",
            "language",
            "model",
            "parts",
            "check",
            "verify",
            "emit",
            "output",
        ],
    ),
];

/// Crates that one folder alone may name.
const ONLY_IN: &[(&str, &str)] = &[
    ("annotate_snippets", "diagnostic"),
    ("saphyr_parser", "yaml"),
    ("clap", "cli"),
    ("walkdir", "output"),
];

pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| {
            (
                entry.path().strip_prefix(root()).unwrap().to_path_buf(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// The pass that a file of `src` belongs to.
fn pass(path: &std::path::Path) -> Option<String> {
    let mut parts = path
        .components()
        .skip(1)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let first = parts.next()?;
    parts.next().map(|_| first)
}

/// Passes named as `crate::x`, also inside `use crate::{x, y}`.
fn named(text: &str) -> Vec<&str> {
    let words = MAY_USE.iter().map(|(folder, _)| *folder);
    words
        .filter(|folder| {
            text.lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| {
                    line.contains(&format!("crate::{folder}::"))
                        || line.contains(&format!("crate::{folder};"))
                })
        })
        .collect()
}

#[test]
fn passes_know_only_what_they_may() {
    for (path, text) in sources("src") {
        let Some(pass) = pass(&path) else { continue };
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(folder, _)| *folder == pass)
            .unwrap_or_else(|| panic!("{pass} is not in the table"));
        for other in named(&text) {
            assert!(
                other == pass || allowed.contains(&other),
                "{} names {other}",
                path.display()
            );
        }
        for (name, home) in ONLY_IN.iter().filter(|(_, home)| *home != pass) {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            assert!(
                !code.into_iter().any(|line| line.contains(&format!(
                    "{name}{}",
                    if name.ends_with(':') { "" } else { "::" }
                ))),
                "{} names {name}, which belongs to {home}",
                path.display()
            );
        }
    }
}

/// The floors of `check`, from the ground up: each names only those below it.
const FLOORS_OF_CHECK: [&str; 9] = [
    "hatch",
    "secrets",
    "context",
    "rule",
    "about",
    "consequences",
    "rules",
    "allow",
    "run",
];

#[test]
fn nothing_in_check_names_what_is_above_it() {
    let floor = |word: &str| FLOORS_OF_CHECK.iter().position(|floor| *floor == word);
    let mut named = 0;
    for (path, text) in sources("src/check") {
        let own = path.components().nth(2).unwrap().as_os_str();
        let own = own.to_string_lossy();
        let Some(at) = floor(own.trim_end_matches(".rs")) else {
            continue;
        };
        for (start, path_in) in text.match_indices("crate::check::") {
            let word = &text[start + path_in.len()..];
            let end = word.find(|c: char| !c.is_alphanumeric() && c != '_');
            let word = &word[..end.unwrap_or(word.len())];
            let other = floor(word).unwrap_or_else(|| panic!("{}: {word}", path.display()));
            assert!(other <= at, "{} names {word}", path.display());
            named += 1;
        }
    }
    assert!(named > 300, "{named}");
}

#[test]
fn every_module_says_what_it_does() {
    // What needs data that is not a part of the project says so.
    let excused = concat!("#[", "ignore = \"needs ../shared\"]");
    for (path, text) in sources("src").into_iter().chain(sources("tests/it")) {
        assert!(text.starts_with("//!"), "{}", path.display());
        let text = text.replace(excused, "");
        assert!(
            !text.contains(concat!("todo", "!("))
                && !text.contains(concat!("unimplemented", "!("))
                && !text.contains(concat!("#[", "ignore")),
            "{}",
            path.display()
        );
        assert!(
            text.lines().all(|line| line == line.trim_end()),
            "{} has blanks at an end of line",
            path.display()
        );
    }
}

/// The first module of a pass says what it must not know.
#[test]
fn every_pass_says_what_it_must_not_know() {
    for (folder, _) in MAY_USE.iter().filter(|(folder, _)| *folder != "cli") {
        let text = fs::read_to_string(root().join(format!("src/{folder}/mod.rs"))).unwrap();
        assert!(text.contains("//! Must not know"), "{folder}");
    }
}

#[test]
fn no_test_file_is_forgotten() {
    for folder in ["tests/it", "tests/it/upstream"] {
        let main = if folder == "tests/it" {
            "main.rs"
        } else {
            "mod.rs"
        };
        let modules = fs::read_to_string(root().join(folder).join(main)).unwrap();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry
                .unwrap()
                .file_name()
                .to_string_lossy()
                .replace(".rs", "");
            let known = name == main.replace(".rs", "")
                || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                || modules.contains(&format!("mod {name};"));
            assert!(known, "{folder}/{name}");
        }
    }
}

/// `src/check/rules/<area>/<rule>.rs`.
const OF_A_RULE: usize = 5;

#[test]
fn no_rule_file_is_forgotten() {
    let files = sources("src/check/rules");
    let files = files
        .iter()
        .filter(|(path, _)| !path.ends_with("mod.rs"))
        // A large rule has further files in a folder of its name.
        .filter(|(path, _)| path.components().count() == OF_A_RULE)
        .count();
    assert_eq!(files, radier::check::rules().len());
    for rule in radier::check::rules() {
        let path = root()
            .join("src/check/rules")
            .join(rule.id.replace('-', "_") + ".rs");
        assert!(path.is_file(), "{}", path.display());
    }
}

#[test]
fn every_dependency_says_why() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies]");
        } else if inside && line.contains('=') {
            assert!(line.contains(" # "), "{line}");
        }
    }
}

/// Every rule ID that the code names is documented.
#[test]
fn every_rule_id_in_the_code_exists() {
    for (path, text) in sources("src") {
        for quoted in text.split('"').skip(1).step_by(2) {
            let area = quoted.split('/').next().unwrap_or("");
            let is_id = quoted.matches('/').count() == 1
                && quoted
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '/' || c == '-');
            if is_id
                && radier::check::rules()
                    .iter()
                    .any(|rule| rule.area() == area)
                && !quoted.ends_with('/')
                && !path.starts_with("src/emit")
            {
                assert!(
                    radier::check::find(quoted).is_some(),
                    "{}: {quoted}",
                    path.display()
                );
            }
        }
    }
}

/// Where rules come from: what is named exists, and no number of a numbered list is left out.
#[test]
fn sources_of_rules_are_covered() {
    let text = std::fs::read_to_string(root().join("docs/rule-sources.md")).unwrap();
    let areas: Vec<&str> = radier::check::rules()
        .iter()
        .map(|rule| rule.area())
        .collect();
    for quoted in text.split('`').skip(1).step_by(2) {
        let fixture = root().join(format!("tests/invalid/{quoted}.kdl"));
        assert!(!quoted.starts_with("club-") || fixture.exists(), "{quoted}");
        if let Some((area, rule)) = quoted.split_once('/')
            && areas.contains(&area)
            && rule.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        {
            assert!(radier::check::find(quoted).is_some(), "{quoted}");
        }
    }
    let lists = [
        ("### Traps of the charts", 8),
        ("### The 36 static checks", 36),
        ("### Problems that come again", 21),
        ("### Admission of KubeVirt", 25),
        ("### Tenancy: the 30 checks", 30),
    ];
    for (title, last) in lists {
        let section = text
            .split(title)
            .nth(1)
            .unwrap_or_else(|| panic!("no {title}"));
        let rows = section
            .split("\n### ")
            .next()
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.strip_prefix("| "));
        let numbers: Vec<usize> = rows
            .flat_map(|row| row.split(" |").next().unwrap_or_default().split(", "))
            .filter_map(|cell| cell.parse().ok())
            .collect();
        (1..=last).for_each(|number| assert!(numbers.contains(&number), "{title}: {number}"));
    }
    for (name, _) in crate::ui::invalid() {
        assert!(
            text.contains(&name),
            "tests/invalid/{name}.kdl is not told of"
        );
    }
}
