//! Whoever opens a pull request decides what is in the repository: nothing outside of it is read or
//! written because of that.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Output;

/// What stands outside, and must neither change nor be seen.
const OUTSIDE: [(&str, &str); 3] = [
    ("victim.kdl", "password \"correct horse\"\n"),
    ("hooks/pre-commit", "#!/bin/sh\n# battery staple\n"),
    (
        "victim.j2",
        "#cloud-config\nhostname: correct horse battery staple\n",
    ),
];

/// A repository in `repo`, and what is beside it.
struct Lab(tempfile::TempDir);

impl Lab {
    fn new() -> Lab {
        let lab = Lab(tempfile::tempdir().unwrap());
        copy(
            &root().join("tests/platforms/example"),
            &lab.repo().join("infra"),
        );
        fs::rename(lab.repo().join("infra/out"), lab.repo().join("out")).unwrap();
        for (path, text) in OUTSIDE {
            let file = lab.0.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        lab
    }

    fn repo(&self) -> PathBuf {
        self.0.path().join("repo")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        radier()
            .args(arguments)
            .current_dir(self.repo())
            .output()
            .unwrap()
    }

    /// Nothing outside has changed, nothing came along, and nothing of it was printed or copied.
    fn is_untouched(&self, deed: &str, output: &Output) {
        for (path, text) in OUTSIDE {
            let found = fs::read_to_string(self.0.path().join(path)).unwrap_or_default();
            assert_eq!(found, text, "{deed}: {path} has changed");
        }
        let names: Vec<String> = walkdir::WalkDir::new(self.0.path())
            .into_iter()
            .filter_entry(|entry| entry.path() != self.repo())
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .strip_prefix(self.0.path())
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(names.len(), 5, "{deed}: {names:?}");
        let told = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        for secret in ["correct horse", "battery staple"] {
            assert!(!told.contains(secret), "{deed}: printed\n{told}");
            let out = self.repo().join("out");
            for (path, text) in if out.is_symlink() {
                Vec::new()
            } else {
                crate::crash::files(&out)
            } {
                assert!(!text.contains(secret), "{deed}: copied to {path}");
            }
        }
        assert!(
            !told.contains("internal error") && output.status.code().is_some_and(|code| code < 3),
            "{deed}: {told}"
        );
    }
}

/// Where a link or a path may lead from a folder that is so many folders deep in the repository.
fn targets(depth: usize) -> Vec<String> {
    let up = "../".repeat(depth + 1);
    let mut all: Vec<String> = OUTSIDE
        .iter()
        .map(|(path, _)| format!("{up}{path}"))
        .collect();
    all.extend([
        format!("{up}new-file"),
        "/etc/passwd".to_string(),
        "/dev/zero".to_string(),
        "/proc/self/environ".to_string(),
        format!("{up}hooks"),
    ]);
    all
}

fn put(repo: &Path, at: &str, target: &str) {
    let link = repo.join(at);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    if link.is_dir() && !link.is_symlink() {
        fs::remove_dir_all(&link).unwrap();
    }
    let _ = fs::remove_file(&link);
    symlink(target, link).unwrap();
}

const COMMANDS: [&[&str]; 6] = [
    &["check"],
    &["build"],
    &["build", "--overwrite", "--no-cache"],
    &["build", "--check", "--format", "json"],
    &["fmt"],
    &["fix", "--unsafe"],
];

/// A change to the description that gives every command something to write.
fn unformatted(lab: &Lab) {
    let path = lab.repo().join("infra/infra.kdl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        path,
        text.replacen("rack \"", "\n\n\nrack    \"", 1)
            .replace("branch=\"master\"", "branch=\"next\""),
    )
    .unwrap();
}

#[test]
fn no_link_leads_outside() {
    // Names that a pull request can foretell, and what they would lead a naive tool to do.
    let names = [
        "infra/infra.kdl",
        "infra/more.kdl",
        "infra/.infra.kdl.radier",
        "infra/infra.kdl.radier-tmp",
        "infra/algoets/backtest.yaml.j2",
        "infra/other",
        "out",
        "out/talos",
        "out/talos/worker.yaml",
        "out/radier.lock",
        "out/.radier.journal",
        "out/.radier.journal.radier-tmp",
        "out/radier.lock.radier-tmp",
        "out/talos/worker.yaml.radier-tmp",
        "out/README.md",
        ".radier_cache",
        ".radier_cache/out.json",
        "out/new",
        "infra",
    ];
    let mut tries = 0;
    for (at, name) in names.into_iter().enumerate() {
        for (nth, target) in targets(name.matches('/').count()).into_iter().enumerate() {
            let lab = Lab::new();
            unformatted(&lab);
            put(&lab.repo(), name, &target);
            // All commands in turn, not all of them for each: two for each link.
            for command in [
                COMMANDS[(at + nth) % COMMANDS.len()],
                COMMANDS[(at + nth + 3) % COMMANDS.len()],
            ] {
                let output = lab.run(command);
                lab.is_untouched(&format!("{name} -> {target}, {command:?}"), &output);
                tries += 1;
            }
        }
    }
    println!("{tries} tries");
    assert!(tries >= 200);
}

/// A lock or a journal is the repository's too: what it lists is not believed, if it is outside.
#[test]
fn no_lock_and_no_journal_leads_outside() {
    let hash = |text: &str| radier::output::hash(text.as_bytes());
    for path in [
        "../victim.kdl",
        "../../victim.kdl",
        "/etc/passwd",
        "../hooks/pre-commit",
        "talos/../../../victim.kdl",
        ".",
    ] {
        for (name, line) in [
            (
                "radier.lock",
                format!("{} {path} node/x\n", hash(OUTSIDE[0].1)),
            ),
            (
                ".radier.journal",
                format!("{} - {path}\n", hash(OUTSIDE[0].1)),
            ),
            (
                ".radier.journal",
                format!("- {} {path}\n", hash(OUTSIDE[0].1)),
            ),
        ] {
            for command in COMMANDS {
                let lab = Lab::new();
                unformatted(&lab);
                let file = lab.repo().join("out").join(name);
                let old = fs::read_to_string(&file).unwrap_or_default();
                fs::write(file, old + &line).unwrap();
                let output = lab.run(command);
                lab.is_untouched(&format!("{name}: {line}, {command:?}"), &output);
            }
        }
    }
}

/// Files that a description names stay inside of its folder, however they are spelled.
#[test]
fn no_path_of_a_description_leads_outside() {
    for path in [
        "../victim.j2",
        "../../victim.j2",
        "algoets/../../victim.j2",
        "./../victim.j2",
        "/etc/passwd",
        "//etc/passwd",
        "/proc/self/environ",
        "algoets/",
        ".",
        "..",
        "",
        "algoets/\\u{0}",
        "C:\\\\victim.j2",
        "~/.ssh/id_rsa",
        "file:///etc/passwd",
        "link.j2",
        "folder/pre-commit",
        "pipe",
    ] {
        for word in ["cloud-init", "network-data", "file"] {
            let lab = Lab::new();
            put(&lab.repo(), "infra/link.j2", "../../victim.j2");
            put(&lab.repo(), "infra/folder", "../../hooks");
            assert!(
                std::process::Command::new("mkfifo")
                    .arg(lab.repo().join("infra/pipe"))
                    .status()
                    .unwrap()
                    .success()
            );
            let infra = lab.repo().join("infra/infra.kdl");
            let text = fs::read_to_string(&infra).unwrap();
            let named = match word {
                "file" => format!(
                    "{text}\nmanifests \"m\" namespace=\"default\" {{ file \"{path}\"; }}\n"
                ),
                _ => text.replace(
                    "cloud-init \"algoets/backtest.yaml.j2\"",
                    &format!("{word} \"{path}\""),
                ),
            };
            assert_ne!(named, text);
            fs::write(&infra, named).unwrap();
            let output = lab.run(&["build"]);
            lab.is_untouched(&format!("{word} \"{path}\""), &output);
            assert_eq!(output.status.code(), Some(1), "{word} \"{path}\"");
        }
    }
}

/// A second name of a file outside: what is written becomes a new file, and the other name keeps
/// the old one.
#[test]
fn hard_links_are_cut() {
    for name in ["infra/infra.kdl", "out/README.md", "out/radier.lock"] {
        let lab = Lab::new();
        unformatted(&lab);
        let file = lab.repo().join(name);
        let twin = lab.0.path().join("twin");
        fs::hard_link(&file, &twin).unwrap();
        let before = fs::read(&twin).unwrap();
        for command in [&["fmt"][..], &["build", "--overwrite"]] {
            lab.run(command);
            assert_eq!(fs::read(&twin).unwrap(), before, "{name}, {command:?}");
        }
    }
}

/// `--check` believes nothing that lies around, also not where the binary is known to the last
/// byte.
#[test]
fn no_memory_has_a_say_in_a_verdict() {
    let lab = Lab::new();
    let cache = lab.repo().join("cache");
    let run = |arguments: &[&str]| {
        radier()
            .args(arguments)
            .env("XDG_CACHE_HOME", &cache)
            .current_dir(lab.repo())
            .output()
            .unwrap()
    };
    assert!(run(&["build"]).status.success());
    let remembered: Vec<PathBuf> = fs::read_dir(cache.join("radier"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(remembered.len(), 1);
    // A binding that is planted, with a lock and a memory that know of it.
    let planted = "kind: ClusterRoleBinding\n";
    fs::write(lab.repo().join("out/clubs/planted.yaml"), planted).unwrap();
    let lock = lab.repo().join("out/radier.lock");
    let text = fs::read_to_string(&lock).unwrap()
        + &format!(
            "{} clubs/planted.yaml club/x\n",
            radier::output::hash(planted.as_bytes())
        );
    let parsed = radier::output::Lock::parse(&text).unwrap().text();
    let old = radier::output::hash(&fs::read(&lock).unwrap());
    fs::write(&lock, &parsed).unwrap();
    let memory = fs::read_to_string(&remembered[0]).unwrap();
    fs::write(
        &remembered[0],
        memory.replace(&old, &radier::output::hash(parsed.as_bytes())),
    )
    .unwrap();
    let output = run(&["build", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("extra: clubs/planted.yaml"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What the caller names himself is his own word: a pipe of his shell, a file anywhere.
#[test]
fn what_the_caller_names_is_read() {
    let lab = Lab::new();
    let binary = env!("CARGO_BIN_EXE_radier");
    for line in [
        format!("cp -r infra ../elsewhere && {binary} check ../elsewhere && rm -r ../elsewhere"),
        format!("{binary} fmt --check <(cat infra/infra.kdl)"),
        format!("{binary} fmt - < infra/infra.kdl > /dev/null"),
        format!("ln -s repo/infra ../named && {binary} check ../named && rm ../named"),
        format!(
            "grep -v cloud-init infra/infra.kdl > ../one.kdl; {binary} check <(cat ../one.kdl); \
             code=$?; rm ../one.kdl; test $code -lt 2"
        ),
    ] {
        let output = std::process::Command::new("bash")
            .args(["-c", &line])
            .current_dir(lab.repo())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{line}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
