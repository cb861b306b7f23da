//! Runbooks are programs: their commands run in order against tools that only write down what they
//! are asked, and keep files as the real ones do.

use crate::cli::copy;
use crate::support::{radier, root};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// Writes its command line to `$LOG`. Files that exist are refused without `--force`, as talosctl
/// does; what matches `$FAIL` fails.
const FAKE: &str = r#"#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
if [ -n "$FAIL" ] && echo "$*" | grep -q -- "$FAIL"; then exit 1; fi
case "$*" in *"ceph health"*) echo HEALTH_OK ;; esac
file="" force=""
while [ $# -gt 0 ]; do
  case "$1" in
    --force) force=1 ;;
    -o|--output) case "$2" in */*) file="$2" ;; esac ;;
    */etcd.snapshot) file="$1" force=1 ;;
  esac
  shift
done
if [ -n "$file" ]; then
  if [ -e "$file" ] && [ -z "$force" ]; then echo "$file exists" >&2; exit 1; fi
  echo secret > "$file"
fi
exit 0
"#;

/// A clone of a golden platform with the fakes beside it.
struct Lab {
    folder: tempfile::TempDir,
}

impl Lab {
    fn new(platform: &str) -> Self {
        let lab = Lab {
            folder: tempfile::tempdir().unwrap(),
        };
        copy(
            &root().join("tests/platforms").join(platform),
            &lab.path("clone"),
        );
        for folder in ["tools", "home"] {
            fs::create_dir(lab.path(folder)).unwrap();
        }
        for tool in ["talosctl", "omnictl", "kubectl", "helm", "curl", "radier"] {
            let path = lab.path("tools").join(tool);
            fs::write(&path, FAKE).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let git = "git init -q && git add -A && git -c user.name=a -c user.email=a@example.org \
                   commit -qm a";
        assert!(lab.run(git, "").status.success());
        lab
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a script in `out/` of the clone.
    fn run(&self, script: &str, fail: &str) -> Output {
        let tools = self.path("tools");
        let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
        Command::new("bash")
            .args(["-c", script])
            .current_dir(self.path("clone/out"))
            .env("PATH", path)
            .env("HOME", self.path("home"))
            .env("LOG", self.path("log"))
            .env("FAIL", fail)
            .output()
            .unwrap()
    }

    /// What the tools were asked since the last time.
    fn asked(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("log")).unwrap_or_default();
        let _ = fs::remove_file(self.path("log"));
        text.lines().map(str::to_string).collect()
    }

    fn is_clean(&self) -> bool {
        self.run("git status --porcelain --ignored", "")
            .stdout
            .is_empty()
    }
}

/// The commands of a runbook of a golden platform, as one script.
fn script(platform: &str, name: &str) -> String {
    let out = root().join("tests/platforms").join(platform).join("out");
    commands(&out.join(format!("runbooks/{name}.md")))
}

fn commands(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let (mut script, mut inside) = (String::new(), false);
    for line in text.lines() {
        match line.trim_start() {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => script.push_str(&format!("{line}\n")),
            _ => {}
        }
    }
    assert!(!script.is_empty(), "{}", path.display());
    script
}

fn position(asked: &[String], part: &str) -> usize {
    let found = asked.iter().position(|line| line.contains(part));
    found.unwrap_or_else(|| panic!("no `{part}` in {asked:#?}"))
}

#[test]
fn runbooks_may_run_twice_and_leave_nothing_in_the_clone() {
    for platform in ["homelab", "example", "laboratory", "smallest"] {
        let lab = Lab::new(platform);
        for name in ["bootstrap", "change", "upgrade", "etcd"] {
            let script = script(platform, name);
            for time in 1..=2 {
                let output = lab.run(&script, "");
                let told = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{platform} {name} {time}: {told}");
                assert!(lab.is_clean(), "{platform} {name} {time} leaves files");
            }
        }
    }
}

#[test]
fn secrets_are_made_once_and_before_they_are_used() {
    let lab = Lab::new("homelab");
    let script = script("homelab", "bootstrap");
    lab.run(&script, "");
    let first = lab.asked();
    let secrets = position(&first, "talosctl gen secrets");
    assert!(secrets < position(&first, "talosctl gen config"));
    let bootstrap = position(&first, "talosctl bootstrap");
    for address in ["192.168.10.11", "192.168.10.12", "192.168.10.13"] {
        let applied = position(
            &first,
            &format!("apply-config --insecure --nodes {address}"),
        );
        assert!(applied < bootstrap, "{address}");
    }
    assert!(position(&first, "helm upgrade --install argocd") > bootstrap);
    lab.run(&script, "");
    let again = lab.asked();
    assert!(
        !again.iter().any(|line| line.contains("gen secrets")),
        "{again:#?}"
    );
}

#[test]
fn a_step_that_fails_is_the_last() {
    let lab = Lab::new("homelab");
    let output = lab.run(
        &script("homelab", "bootstrap"),
        "--nodes 192.168.10.12 --file",
    );
    assert!(!output.status.success());
    let asked = lab.asked();
    let last = asked.last().unwrap();
    assert!(
        last.contains("apply-config --insecure --nodes 192.168.10.12"),
        "{last}"
    );
    let output = lab.run(
        &script("homelab", "change"),
        "--nodes 192.168.10.11 apply-config --dry-run",
    );
    assert!(!output.status.success());
    assert!(
        !lab.asked()
            .iter()
            .any(|line| line.contains("apply-config --file"))
    );
}

#[test]
fn control_planes_are_upgraded_before_workers() {
    let lab = Lab::new("homelab");
    lab.run(&script("homelab", "upgrade"), "");
    let asked = lab.asked();
    let upgrades = asked
        .iter()
        .filter(|line| line.contains(" upgrade --image "));
    assert_eq!(upgrades.count(), 3);
    // Each machine is back before the next one goes.
    let ready = position(&asked, "wait --for=condition=Ready node/alpha");
    assert!(position(&asked, "192.168.10.11 upgrade --image") < ready);
    assert!(ready < position(&asked, "192.168.10.12 upgrade --image"));
}

/// A machine that goes while Ceph still misses copies takes the last ones with it.
#[test]
fn no_machine_is_upgraded_before_ceph_is_healthy() {
    let lab = Lab::new("example");
    let infra = lab.path("clone/infra.kdl");
    let text = fs::read_to_string(&infra).unwrap();
    let text = text
        .replace("lifecycle \"omni\"", "lifecycle \"talosctl\"")
        .replace(
            "access \"omni\"",
            "access \"oidc\" issuer=\"https://sign-in.example.org\" client-id=\"kubernetes\"",
        );
    fs::write(&infra, text).unwrap();
    let built = radier()
        .args(["build", "infra.kdl", "--out", "talosctl"])
        .current_dir(lab.path("clone"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{told}");
    let script = commands(&lab.path("clone/talosctl/runbooks/upgrade.md"));
    let upgraded = || {
        let asked = lab.asked();
        asked
            .iter()
            .filter(|line| line.contains(" upgrade --image "))
            .count()
    };
    assert!(lab.run(&script, "").status.success());
    assert!(upgraded() > 1);
    assert!(!lab.run(&script, "ceph health").status.success());
    assert_eq!(upgraded(), 1);
}

/// The operator would find the old OSD and start it again, and Argo CD would start the operator.
#[test]
fn a_disk_is_replaced_while_the_operator_stands_still() {
    for platform in ["example", "laboratory"] {
        let lab = Lab::new(platform);
        let script = format!("export OSD=7\n{}", script(platform, "replace-disk"));
        for time in 1..=2 {
            let output = lab.run(&script, "");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{platform} {time}: {told}");
        }
        let asked = lab.asked();
        let order = [
            "ceph osd ok-to-stop 7",
            "ceph osd out 7",
            "ceph osd safe-to-destroy 7",
            "skip-reconcile=true",
            "deploy/rook-ceph-operator --replicas=0",
            "deploy/rook-ceph-osd-7 --replicas=0",
            "wait --for=delete pod -l ceph-osd-id=7",
            "ceph osd purge 7",
            "deploy/rook-ceph-operator --replicas=1",
            "skip-reconcile-",
            "ceph health",
        ];
        let places = order.map(|part| position(&asked, part));
        assert!(places.is_sorted(), "{platform}: {places:?} in {asked:#?}");
        assert!(lab.is_clean());
    }
}

/// Nothing is thrown away that the other copies do not hold, and nothing without its number.
#[test]
fn a_disk_that_others_need_is_not_taken() {
    let lab = Lab::new("example");
    let replace = script("example", "replace-disk");
    let taken = |asked: Vec<String>| asked.iter().any(|line| line.contains("purge"));
    for fail in ["ok-to-stop", "safe-to-destroy", "wait --for=delete"] {
        let output = lab.run(&format!("export OSD=7\n{replace}"), fail);
        assert!(!output.status.success(), "{fail}");
        assert!(!taken(lab.asked()), "{fail}");
    }
    assert!(!lab.run(&replace, "").status.success());
    assert!(!taken(lab.asked()));
}
