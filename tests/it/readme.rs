//! The README is true: its files are written to an empty folder, its commands run there, its output
//! compared. A line `...` of the expected output stands for any lines.

use crate::support::root;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Fenced blocks: what stands behind the fence, and the text.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((info.to_string(), String::new())),
            (Some(_), Some(_)) => all.extend(open.take()),
            (None, Some((_, body))) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    all
}

#[test]
fn every_command_of_the_readme_answers_as_it_says() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let lab = tempfile::tempdir().unwrap();
    let mut commands = 0;
    for (info, body) in blocks(&readme) {
        if let Some((_, file)) = info.split_once(" file=") {
            let path = lab.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &body).unwrap();
        } else if info == "console" {
            commands += session(&body, lab.path());
        }
    }
    assert!(commands >= 6);
}

fn session(body: &str, lab: &Path) -> usize {
    let mut count = 0;
    for part in body.split("$ ").skip(1) {
        let (command, expected) = part.split_once('\n').unwrap();
        let path = Path::new(env!("CARGO_BIN_EXE_radier")).parent().unwrap();
        let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .args(["-c", &format!("{command} 2>&1")])
            .env("PATH", path)
            .current_dir(lab)
            .output()
            .unwrap();
        let actual = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            matches(expected.trim_end(), actual.trim_end()),
            "$ {command}\n{actual}\n--- the README says\n{expected}"
        );
        count += 1;
    }
    count
}

/// Both texts line by line, where `...` alone on a line of the README stands for any lines.
fn matches(expected: &str, actual: &str) -> bool {
    let lines: Vec<&str> = expected.lines().collect();
    match lines.iter().position(|line| line.trim() == "...") {
        Some(at) => {
            actual.starts_with(&lines[..at].join("\n"))
                && actual.ends_with(&lines[at + 1..].join("\n"))
        }
        None => expected == actual,
    }
}

#[test]
fn the_two_commands_are_there() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains("cargo run --release -- build") && readme.contains("cargo test"));
}
