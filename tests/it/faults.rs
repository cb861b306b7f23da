//! Each call that writes, one after the other, fails or is the last: every file is old or new,
//! nothing foreign goes, the command says so, and the next build finds its way. The shim that does
//! it is `tests/faults/shim.rs`.

use crate::crash::files;
use crate::support::{PRELUDE, radier, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// How a call goes wrong: `errno`, 0 for the end of the program.
const FAULTS: [(&str, u32); 3] = [
    ("killed", 0),
    ("no space left", 28),
    ("input/output error", 5),
];

/// The shim; none where it cannot be. Built once: a second build would pull it away from under the
/// commands that load it.
fn shim() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    SHIM.get_or_init(built_shim).as_deref()
}

fn built_shim() -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        eprintln!("skipped: calls are made to fail on Linux x86-64 only");
        return None;
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libfaults.so");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_string());
    let built = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "-C",
            "panic=abort",
            "-O",
            "-o",
        ])
        .arg(&to)
        .arg(root().join("tests/faults/shim.rs"))
        .status()
        .unwrap();
    assert!(built.success());
    Some(to)
}

fn with_fault(
    shim: &Path,
    lab: &Path,
    arguments: &[&str],
    watched: &Path,
    at: usize,
    errno: u32,
) -> (Output, bool) {
    let log = lab.join("hit");
    let _ = fs::remove_file(&log);
    let output = radier()
        .args(arguments)
        .current_dir(lab)
        .env("LD_PRELOAD", shim)
        .env("FAULT_DIR", watched)
        .env("FAULT_AT", at.to_string())
        .env("FAULT_ERRNO", errno.to_string())
        .env("FAULT_LOG", &log)
        .output()
        .unwrap();
    // A program whose shim cannot be loaded goes on without it, and nothing would be tested.
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("LD_PRELOAD"), "{errors}");
    (output, log.exists())
}

/// Two descriptions, between which files are added, changed and removed, with their folders.
fn descriptions() -> [String; 2] {
    let other = PRELUDE
        .replace("club \"robotics\"", "club \"rockets\"")
        .replace("10.0.0.0/24", "10.0.0.0/23")
        .replace("worker-9", "worker-8");
    [PRELUDE.to_string(), other]
}

#[test]
fn a_build_survives_a_fault_at_every_call() {
    let Some(shim) = shim() else { return };
    let lab = tempfile::tempdir().unwrap();
    let infra = lab.path().join("infra");
    fs::create_dir(&infra).unwrap();
    let built: Vec<BTreeMap<String, String>> = descriptions()
        .iter()
        .map(|text| {
            fs::write(infra.join("infra.kdl"), text).unwrap();
            assert!(
                radier()
                    .args(["build", "--out", "wanted"])
                    .current_dir(lab.path())
                    .output()
                    .unwrap()
                    .status
                    .success()
            );
            let all = files(&lab.path().join("wanted")).into_iter().collect();
            fs::remove_dir_all(lab.path().join("wanted")).unwrap();
            all
        })
        .collect();
    let mut calls = 0;
    for (what, errno) in FAULTS {
        for at in 1.. {
            let out = lab.path().join("out");
            let _ = fs::remove_dir_all(&out);
            for (path, text) in &built[0] {
                fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
                fs::write(out.join(path), text).unwrap();
            }
            let (output, hit) = with_fault(
                shim,
                lab.path(),
                &["build", "--no-cache"],
                Path::new("out/"),
                at,
                errno,
            );
            let told = format!(
                "{what} at call {at}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            if !hit {
                assert!(output.status.success(), "{told}");
                assert!(at > 50, "{told}: only {at} calls");
                break;
            }
            calls += 1;
            match errno {
                0 => assert_eq!(output.status.code(), None, "{told}"),
                // What fails is told; a folder that stays behind empty is no mistake.
                _ => assert!(
                    output.status.code() == Some(2) || output.status.success(),
                    "{told}"
                ),
            }
            for (path, text) in files(&out) {
                let is_old_or_new = built.iter().any(|tree| tree.get(&path) == Some(&text));
                assert!(
                    is_old_or_new || path.contains("radier"),
                    "{told}: {path} is neither old nor new"
                );
            }
            let next = radier()
                .args(["build"])
                .current_dir(lab.path())
                .output()
                .unwrap();
            assert!(
                next.status.success(),
                "{told}: the next build: {}",
                String::from_utf8_lossy(&next.stderr)
            );
            let found: BTreeMap<String, String> = files(&out).into_iter().collect();
            assert!(
                found == built[1],
                "{told}: the next build leaves a wrong tree"
            );
        }
    }
    println!("{calls} faults");
}

#[test]
fn fmt_and_fix_survive_a_fault_at_every_call() {
    let Some(shim) = shim() else { return };
    let old = PRELUDE
        .replace("rack \"A\"\n", "rack    \"A\"   // here\n")
        .replace("secure-boot=#true", "secure-boot=true");
    for (command, old) in [
        ("fmt", old.replace("secure-boot=true", "secure-boot=#true")),
        ("fix", old),
    ] {
        let lab = tempfile::tempdir().unwrap();
        let file = lab.path().join("infra/infra.kdl");
        fs::create_dir(lab.path().join("infra")).unwrap();
        fs::write(&file, &old).unwrap();
        assert!(
            radier()
                .arg(command)
                .current_dir(lab.path())
                .output()
                .unwrap()
                .status
                .code()
                < Some(2)
        );
        let new = fs::read_to_string(&file).unwrap();
        assert_ne!(old, new, "{command}");
        for (what, errno) in FAULTS {
            for at in 1.. {
                fs::write(&file, &old).unwrap();
                let (output, hit) =
                    with_fault(shim, lab.path(), &[command], Path::new("infra/"), at, errno);
                let told = format!(
                    "{command} {what} at call {at}: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
                let text = fs::read_to_string(&file).unwrap();
                if !hit {
                    assert!(at > 3 && text == new, "{told}");
                    break;
                }
                assert!(text == old || text == new, "{told}");
                assert!(
                    errno == 0 || output.status.code() == Some(2) || text == new,
                    "{told}"
                );
                fs::read_dir(lab.path().join("infra"))
                    .unwrap()
                    .map(|entry| entry.unwrap().path())
                    .filter(|path| *path != file)
                    .for_each(|left| fs::remove_file(left).unwrap());
            }
        }
    }
}
