//! `kill -9` while a build writes, file by file: the next build finds its way, nothing temporary
//! stays, nothing foreign goes.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::path::Path;
use std::process::Stdio;

const POINTS: usize = 100;

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
    assert!(build("out").status.success());
    let (mut during, mut mixed) = (0, 0);
    // Which of the two the folder holds.
    let mut there = 1;
    for point in 0..POINTS {
        let now = 1 - there;
        fs::write(infra.join("infra.kdl"), &texts[now]).unwrap();
        // Files are written in the order of their paths.
        let changed: Vec<&(String, String)> = plain(&expected[now])
            .filter(|file| !expected[there].contains(file))
            .collect();
        let (path, text) = changed[point * changed.len() / POINTS];
        let was_writing = killed_after(lab.path(), &out.join(path), text);
        during += usize::from(was_writing);
        let left = files(&out);
        let is_tree = |tree: &Vec<(String, String)>| plain(&left).eq(plain(tree));
        mixed += usize::from(was_writing && !expected.iter().any(is_tree));
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

/// The files of a build, without what it keeps for itself.
fn plain(files: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    files.iter().filter(|(path, _)| !path.contains("radier"))
}

/// Starts a build, and kills it as soon as a file has become what it is to be. Whether its journal
/// was left behind, which is there as long as files are written.
fn killed_after(lab: &Path, file: &Path, text: &str) -> bool {
    let mut child = radier()
        .args(["build", "--out", "out"])
        .current_dir(lab)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let is_there = || fs::read_to_string(file).is_ok_and(|there| there == text);
    while !is_there() && child.try_wait().unwrap().is_none() {
        std::hint::spin_loop();
    }
    let _ = child.kill();
    child.wait().unwrap();
    lab.join("out/.radier.journal").exists()
}
