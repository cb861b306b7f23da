//! `kill -9` while a build writes, at many points: the next build finds its way, nothing temporary
//! stays, nothing foreign goes.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const POINTS: u32 = 100;

pub fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_killed_build_leaves_nothing_wrong() {
    let lab = tempfile::tempdir().unwrap();
    let infra = lab.path().join("infra");
    copy(&root().join("tests/platforms/example"), &infra);
    fs::remove_dir_all(infra.join("out")).unwrap();
    let original = fs::read_to_string(infra.join("infra.kdl")).unwrap();
    // Two descriptions that differ in nearly every file: the name of the platform's branch.
    let texts = [
        original.clone(),
        original
            .replace("branch=\"master\"", "branch=\"next\"")
            .replace("club \"saveurs\"", "club \"saveurs-2\""),
    ];
    let build = |out: &str| {
        radier()
            .args(["build", "--out", out])
            .current_dir(lab.path())
            .output()
            .unwrap()
    };
    let expected: Vec<Vec<(String, String)>> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            fs::write(infra.join("infra.kdl"), text).unwrap();
            let folder = format!("expected-{at}");
            assert!(build(&folder).status.success());
            files(&lab.path().join(folder))
        })
        .collect();
    let out = lab.path().join("out");
    let whole = Killed::after(lab.path(), Duration::MAX).took;
    let (mut during, mut mixed) = (0, 0);
    // Which of the two the folder holds.
    let mut there = 1;
    for point in 0..POINTS {
        let now = 1 - there;
        fs::write(infra.join("infra.kdl"), &texts[now]).unwrap();
        let killed = Killed::after(lab.path(), whole * point / POINTS);
        during += u32::from(killed.was_writing);
        let left = files(&out);
        mixed += u32::from(killed.was_writing && expected.iter().all(|tree| !is_tree(&left, tree)));
        // A build follows; before every second one, an edit takes the change back.
        let next = if point % 2 == 0 { there } else { now };
        there = next;
        fs::write(infra.join("infra.kdl"), &texts[next]).unwrap();
        let output = build("out");
        assert!(
            output.status.success(),
            "point {point}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            files(&out) == expected[next],
            "point {point}: the tree is wrong"
        );
    }
    assert!(
        during > POINTS / 2,
        "only {during} builds were killed while they wrote"
    );
    assert!(
        mixed > POINTS / 10,
        "only {mixed} builds left a part of their files"
    );
}

/// The files of a build, whatever it keeps for itself.
fn is_tree(left: &[(String, String)], tree: &[(String, String)]) -> bool {
    let plain = |files: &[(String, String)]| -> Vec<(String, String)> {
        let plain = files.iter().filter(|(path, _)| !path.contains(".radier"));
        plain
            .filter(|(path, _)| path != "radier.lock")
            .cloned()
            .collect()
    };
    plain(left) == plain(tree)
}

/// A build that was killed while it wrote.
struct Killed {
    /// From its first write to its end.
    took: Duration,
    /// Its journal was left behind.
    was_writing: bool,
}

impl Killed {
    /// `after`: how long after its first write. The journal is there as long as files are written.
    fn after(lab: &Path, after: Duration) -> Self {
        let journal = lab.join("out/.radier.journal");
        let mut child = radier()
            .args(["build", "--out", "out"])
            .current_dir(lab)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !journal.exists() && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        let began = Instant::now();
        while began.elapsed() < after && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        let _ = child.kill();
        child.wait().unwrap();
        Killed {
            took: began.elapsed(),
            was_writing: journal.exists(),
        }
    }
}
