//! The copy of the project in which all mutants are: written and built until the compiler takes it.

use crate::change::{self, Mutant};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every copied file may ask.
const ASK: &str = "
/// The mutant of this number is chosen.
pub fn mutant(number: usize) -> bool {
    static CHOSEN: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| {
        std::env::var(\"MUTANT\").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
    });
    *CHOSEN == number
}

/// A table without the row that is chosen.
pub fn rows<T>(rows: Vec<(usize, T)>) -> &'static [T] {
    let left = rows.into_iter().filter(|(number, _)| *number == 0 || !mutant(*number));
    left.map(|(_, row)| row).collect::<Vec<T>>().leak()
}
";

/// Programs of tests, and the mutants in them.
pub fn build() -> (Vec<PathBuf>, Vec<Mutant>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copy = root.join("target/mutants/copy");
    copy_files(&root, &copy);
    // Where Cargo builds elsewhere, and tests make their folders.
    fs::create_dir_all(copy.join("target")).expect("a folder is made");
    let sources = sources(&root);
    let mut refused = HashSet::new();
    loop {
        let mutants = write(&sources, &copy, &refused);
        match compile(&copy) {
            Ok(tests) => {
                let left = mutants
                    .into_iter()
                    .filter(|mutant| !refused.contains(&mutant.number));
                return (tests, left.collect());
            }
            Err(found) => {
                let new: Vec<usize> = found
                    .into_iter()
                    .filter(|number| refused.insert(*number))
                    .collect();
                eprintln!("{} mutants do not compile", new.len());
                assert!(
                    !new.is_empty(),
                    "the copy does not compile, and no mutant is to blame"
                );
            }
        }
    }
}

/// All files that Git knows; those that are the same stay as they are, for the compiler's sake.
fn copy_files(root: &Path, copy: &Path) {
    let listed = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z"])
        .output();
    let listed = String::from_utf8(listed.expect("git is here").stdout).expect("names are text");
    for name in listed
        .split('\0')
        .filter(|name| !name.is_empty() && !name.starts_with("src/"))
    {
        let Ok(bytes) = fs::read(root.join(name)) else {
            continue;
        };
        write_if_new(&copy.join(name), &bytes);
    }
}

fn write_if_new(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
    fs::write(path, bytes).expect("a file is written");
}

/// Files below `src`, read once: whoever goes on with the work meanwhile changes nothing here.
fn sources(root: &Path) -> Vec<(String, Vec<u8>)> {
    let listed = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "src"])
        .output();
    let listed = String::from_utf8(listed.expect("git is here").stdout).expect("names are text");
    let mut names: Vec<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    let read = |name: &str| Some((name.to_string(), fs::read(root.join(name)).ok()?));
    names.into_iter().filter_map(read).collect()
}

fn write(sources: &[(String, Vec<u8>)], copy: &Path, refused: &HashSet<usize>) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (name, bytes) in sources {
        let below = name.strip_prefix("src/").expect("it was listed below src");
        let is_test = below.ends_with("/tests.rs") || below.ends_with("/rows.rs");
        let is_area = crate::sample::AREAS
            .iter()
            .any(|area| !is_test && below.starts_with(area));
        let changed = match std::str::from_utf8(bytes) {
            Ok(text) if is_area && below.ends_with(".rs") => {
                change::file(below, text, &mut all, refused).into_bytes()
            }
            Ok(text) if below == "lib.rs" => (text.to_string() + ASK).into_bytes(),
            _ => bytes.clone(),
        };
        write_if_new(&copy.join(name), &changed);
    }
    all
}

/// Programs of tests, or the mutants that the compiler refuses.
fn compile(copy: &Path) -> Result<Vec<PathBuf>, Vec<usize>> {
    let output = Command::new("cargo")
        .current_dir(copy)
        .args(["test", "--no-run", "--message-format", "json"])
        .env("CARGO_TARGET_DIR", copy.join("../build"))
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "--cap-lints allow")
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo is here");
    let mut programs = Vec::new();
    let mut refused = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        if let Some(program) = message["executable"]
            .as_str()
            .filter(|_| message["profile"]["test"] == true)
        {
            programs.push(PathBuf::from(program));
        }
        if message["message"]["level"] == "error" {
            let found = blamed(copy, &message["message"]);
            if found.is_empty() {
                eprintln!(
                    "{}",
                    message["message"]["rendered"].as_str().unwrap_or_default()
                );
            }
            refused.extend(found);
        }
    }
    match output.status.success() {
        true => Ok(programs),
        false => Err(refused),
    }
}

/// Numbers of the mutants on the lines that an error points at, and just around them.
fn blamed(copy: &Path, error: &serde_json::Value) -> Vec<usize> {
    let mut all = Vec::new();
    for span in error["spans"].as_array().into_iter().flatten() {
        let (Some(file), Some(first), Some(last)) = (
            span["file_name"].as_str(),
            span["line_start"].as_u64(),
            span["line_end"].as_u64(),
        ) else {
            continue;
        };
        if span["is_primary"] != true {
            continue;
        }
        let Ok(text) = fs::read_to_string(copy.join(file)) else {
            continue;
        };
        let lines: Vec<&str> = text.lines().collect();
        for around in [0, 2, 6, 14] {
            let from = (first as usize - 1).saturating_sub(around);
            let to = (last as usize + around).min(lines.len());
            let found: Vec<usize> = lines[from..to]
                .iter()
                .flat_map(|line| numbers(line))
                .collect();
            if !found.is_empty() {
                all.extend(found);
                break;
            }
        }
    }
    all
}

fn numbers(line: &str) -> Vec<usize> {
    let asked = line
        .match_indices("crate::mutant(")
        .map(|(at, found)| &line[at + found.len()..]);
    asked
        .filter_map(|rest| rest.split("usize").next()?.parse().ok())
        .collect()
}
