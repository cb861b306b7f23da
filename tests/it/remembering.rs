//! A build that remembers the last one does what a build does that computes everything, whatever
//! happened in between.

use crate::cli::copy;
use crate::crash::files;
use crate::support::{radier, root};
use std::fs;
use std::path::Path;
use std::process::Output;

/// Changes that people and accidents make between two builds.
const CHANGES: [fn(&Path, u64); 18] = [
    |_, _| {},
    |lab, _| edit(&lab.join("infra/infra.kdl"), |text| text + "// a comment\n"),
    |lab, _| {
        edit(&lab.join("infra/infra.kdl"), |text| {
            text.replace("branch=\"master\"", "branch=\"next\"")
        })
    },
    |lab, _| {
        edit(&lab.join("infra/infra.kdl"), |text| {
            text.replace("branch=\"next\"", "branch=\"master\"")
        })
    },
    |lab, _| {
        edit(&lab.join("infra/infra.kdl"), |text| {
            text.replace("role=worker", "role=wrker")
        })
    },
    |lab, _| {
        edit(&lab.join("infra/infra.kdl"), |text| {
            text.replace("role=wrker", "role=worker")
        })
    },
    |lab, at| edit(&template(lab, at), |text| text + "# more\n"),
    |lab, at| edit(&output(lab, at), |text| text + "# by hand\n"),
    |lab, at| fs::remove_file(output(lab, at)).unwrap_or_default(),
    |lab, _| fs::write(lab.join("out/foreign.txt"), "mine\n").unwrap_or_default(),
    |lab, _| fs::remove_file(lab.join("out/foreign.txt")).unwrap_or_default(),
    |lab, _| {
        edit(&lab.join("out/radier.lock"), |text| {
            text.replacen('a', "b", 1)
        })
    },
    |lab, _| fs::remove_file(lab.join("out/radier.lock")).unwrap_or_default(),
    |lab, _| fs::remove_dir_all(lab.join("out")).unwrap_or_default(),
    |lab, _| replace_folder(&lab.join("out"), &lab.join("older")),
    // Somebody checks an older output out.
    |lab, _| replace_folder(&lab.join("older"), &lab.join("out")),
    |lab, _| replace_folder(&lab.join("older"), &lab.join("out")),
    |lab, _| {
        remembered(lab)
            .iter()
            .for_each(|file| edit(file, |text| text.replace("\"lock\":\"", "\"lock\":\"0")))
    },
];

fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    if let Ok(text) = fs::read_to_string(path) {
        fs::write(path, change(text)).unwrap();
    }
}

/// What the user's cache holds.
fn remembered(lab: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(lab.join("cache/radier")).into_iter().flatten();
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect()
}

const STEPS: u32 = 100;

fn replace_folder(from: &Path, to: &Path) {
    if from.exists() {
        let _ = fs::remove_dir_all(to);
        copy(from, to);
    }
}

/// A file that the description names.
fn template(lab: &Path, at: u64) -> std::path::PathBuf {
    let all: Vec<String> = files(&lab.join("infra"))
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".j2"))
        .collect();
    assert!(!all.is_empty(), "the platform has no templates");
    lab.join("infra").join(&all[at as usize % all.len()])
}

fn output(lab: &Path, at: u64) -> std::path::PathBuf {
    let all: Vec<String> = files(&lab.join("out"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    all.get(at as usize % all.len().max(1))
        .map_or(lab.join("out/nothing"), |path| lab.join("out").join(path))
}

#[test]
fn remembering_is_computing() {
    let labs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for lab in &labs {
        copy(
            &root().join("tests/platforms/example"),
            &lab.path().join("infra"),
        );
        fs::remove_dir_all(lab.path().join("infra/out")).unwrap();
    }
    let mut seed = 1u64;
    let mut random = move || {
        // Knuth's linear congruential generator: the same steps on every machine.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let mut remembered = 0;
    for step in 0..STEPS {
        // Now and then somebody puts it all in order.
        if step % 4 == 0 {
            for lab in &labs {
                let _ = fs::remove_file(lab.path().join("out/foreign.txt"));
                edit(&lab.path().join("infra/infra.kdl"), |text| {
                    text.replace("role=wrker", "role=worker")
                });
                assert!(
                    radier()
                        .args(["build", "--overwrite"])
                        .current_dir(lab.path())
                        .output()
                        .unwrap()
                        .status
                        .code()
                        < Some(2)
                );
            }
        }
        let (change, at) = (random() as usize % CHANGES.len(), random());
        labs.iter().for_each(|lab| CHANGES[change](lab.path(), at));
        let mode = [
            &["build"][..],
            &["build", "--check"],
            &["build", "--overwrite"],
        ][random() as usize % 3];
        let run = |lab: &Path, more: &[&str]| -> Output {
            radier()
                .args(mode)
                .args(more)
                .arg("--timings")
                .env("XDG_CACHE_HOME", lab.join("cache"))
                .current_dir(lab)
                .output()
                .unwrap()
        };
        let (fast, slow) = (
            run(labs[0].path(), &[]),
            run(labs[1].path(), &["--no-cache"]),
        );
        let told = |output: &Output| {
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stdout).into_owned(),
                String::from_utf8_lossy(&output.stderr)
                    .lines()
                    .filter(|line| !line.contains(": compute "))
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
        };
        let way = String::from_utf8_lossy(&fast.stderr).into_owned();
        remembered += u32::from(way.contains("remembered: "));
        // A verdict is computed, whatever is remembered.
        assert!(
            !(mode.contains(&"--check") && way.contains("remembered: ")),
            "step {step}"
        );
        assert_eq!(
            told(&fast),
            told(&slow),
            "step {step}, change {change}, {mode:?}"
        );
        assert!(
            files(&labs[0].path().join("out")) == files(&labs[1].path().join("out")),
            "step {step}, change {change}, {mode:?}"
        );
    }
    // The test would prove nothing if nothing was ever left out, or always.
    assert!(
        (STEPS / 10..STEPS * 9 / 10).contains(&remembered),
        "{remembered} of {STEPS}"
    );
}
