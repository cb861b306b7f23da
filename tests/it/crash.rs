//! `kill -9` during a build, at many points: the next build finds its way, nothing temporary stays,
//! nothing foreign goes.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

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
    let mut interrupted = 0;
    for point in 0..POINTS {
        fs::write(infra.join("infra.kdl"), &texts[(point % 2) as usize]).unwrap();
        let mut child = radier()
            .args(["build", "--out", "out"])
            .current_dir(lab.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(u64::from(point) * 400));
        let _ = child.kill();
        interrupted += u32::from(!child.wait().unwrap().success());
        // An edit follows, then a build.
        let next = ((point + 1) % 2) as usize;
        fs::write(infra.join("infra.kdl"), &texts[next]).unwrap();
        let output = build("out");
        assert!(
            output.status.success(),
            "point {point}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            files(&lab.path().join("out")) == expected[next],
            "point {point}: the tree is wrong"
        );
    }
    assert!(
        interrupted > POINTS / 10,
        "only {interrupted} builds were interrupted"
    );
}
