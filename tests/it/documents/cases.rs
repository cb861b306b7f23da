//! Every way to end: what is done to a folder, and how a command ends there.

use std::fs;
use std::path::Path;

/// What is done to a folder with `infra/` of the example and its fresh `out/`.
pub type Deed = fn(&Path);

pub struct Case {
    pub name: &'static str,
    pub deed: Deed,
    pub arguments: &'static [&'static str],
    pub exit: i32,
    /// The rule of the first finding of the level that counts; empty when none is expected.
    pub rule: &'static str,
}

fn append(path: &Path, text: &str) {
    let old = fs::read_to_string(path).unwrap();
    fs::write(path, old + text).unwrap();
}

fn link(target: &str, at: &Path) {
    let _ = fs::remove_file(at);
    std::os::unix::fs::symlink(target, at).unwrap();
}

pub fn replace_in(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const WORKERS: &str = "out/talos/worker.yaml";

pub const CASES: [Case; 38] = [
    Case {
        name: "clean",
        deed: |_| {},
        arguments: &["check"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "an error",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["check"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "a mark",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "=======\n"),
        arguments: &["check"],
        exit: 1,
        rule: "syntax/invalid",
    },
    Case {
        name: "denied",
        deed: |lab| {
            append(
                &lab.join("infra/infra.kdl"),
                "allow \"node/one-rack\" reason=\"x\"\n",
            )
        },
        arguments: &["check", "--deny", "warnings"],
        exit: 1,
        rule: "allow/unused",
    },
    Case {
        name: "nowhere",
        deed: |_| {},
        arguments: &["check", "nowhere"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "no description",
        deed: |lab| fs::create_dir(lab.join("empty")).unwrap(),
        arguments: &["check", "empty"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "UTF-16",
        deed: |lab| fs::write(lab.join("infra/wide.kdl"), b"\xff\xfep\0l\0").unwrap(),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "Latin-1",
        deed: |lab| fs::write(lab.join("infra/latin.kdl"), b"// a\n\n// caf\xe9\n").unwrap(),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link that leaves",
        deed: |lab| link("../secret.kdl", &lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link to nothing",
        deed: |lab| link("nothing.kdl", &lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a pipe",
        deed: |lab| pipe(&lab.join("infra/more.kdl")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name of ours",
        deed: |lab| cluster(&lab.join("infra/Talos")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name with a blank",
        deed: |lab| cluster(&lab.join("infra/my cluster")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a name of two lines",
        deed: |lab| cluster(&lab.join("infra/my\ncluster")),
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "names that differ in capitals",
        deed: |lab| {
            cluster(&lab.join("infra/Prod"));
            cluster(&lab.join("infra/prod"));
        },
        arguments: &["check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "up to date",
        deed: |_| {},
        arguments: &["build", "--check"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "stale",
        deed: |lab| {
            replace_in(
                &lab.join("infra/infra.kdl"),
                "branch=\"master\"",
                "branch=\"next\"",
            )
        },
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/stale",
    },
    Case {
        name: "missing",
        deed: |lab| fs::remove_file(lab.join(WORKERS)).unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/missing",
    },
    Case {
        name: "extra",
        deed: |lab| append_line(lab, "extra.yaml"),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/extra",
    },
    Case {
        name: "edited",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/edited",
    },
    Case {
        name: "foreign",
        deed: |lab| fs::write(lab.join("out/mine.txt"), "mine").unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/foreign",
    },
    Case {
        name: "a link of the output",
        deed: |lab| link("../../secret.kdl", &lab.join(WORKERS)),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/not-a-file",
    },
    Case {
        name: "no lock",
        deed: |lab| fs::remove_file(lab.join("out/radier.lock")).unwrap(),
        arguments: &["build", "--check"],
        exit: 1,
        rule: "output/unfinished",
    },
    Case {
        name: "a broken lock",
        deed: |lab| append(&lab.join("out/radier.lock"), "=======\n"),
        arguments: &["build", "--check"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a newer lock",
        deed: |lab| replace_in(&lab.join("out/radier.lock"), "radier 0", "radier 9"),
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "a link as lock",
        deed: |lab| link("../secret.kdl", &lab.join("out/radier.lock")),
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "output is a link",
        deed: |lab| {
            fs::rename(lab.join("out"), lab.join("real")).unwrap();
            link("real", &lab.join("out"));
        },
        arguments: &["build"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "nothing to do",
        deed: |_| {},
        arguments: &["build"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "written",
        deed: |lab| fs::remove_file(lab.join(WORKERS)).unwrap(),
        arguments: &["build"],
        exit: 0,
        rule: "output/written",
    },
    Case {
        name: "an edit in the way",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build"],
        exit: 1,
        rule: "output/edited",
    },
    Case {
        name: "an edit thrown away",
        deed: |lab| append(&lab.join(WORKERS), "# mine\n"),
        arguments: &["build", "--overwrite"],
        exit: 0,
        rule: "output/written",
    },
    Case {
        name: "a foreign file in the way",
        deed: |lab| fs::write(lab.join("out/mine.txt"), "mine").unwrap(),
        arguments: &["build", "--overwrite"],
        exit: 1,
        rule: "output/foreign",
    },
    Case {
        name: "a build with an error",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["build"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "a build of nothing",
        deed: |_| {},
        arguments: &["build", "nowhere"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "nothing to mend",
        deed: |_| {},
        arguments: &["fix"],
        exit: 0,
        rule: "",
    },
    Case {
        name: "nothing that can be mended",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["fix", "--diff"],
        exit: 1,
        rule: "language/unknown-word",
    },
    Case {
        name: "nothing that can be read",
        deed: |lab| fs::write(lab.join("infra/wide.kdl"), b"\xff\xfep\0").unwrap(),
        arguments: &["fix"],
        exit: 2,
        rule: "input/unreadable",
    },
    Case {
        name: "too many warnings",
        deed: |lab| append(&lab.join("infra/infra.kdl"), "nonsense\n"),
        arguments: &["build", "--check", "--max-warnings", "0"],
        exit: 1,
        rule: "language/unknown-word",
    },
];

fn pipe(path: &Path) {
    assert!(
        std::process::Command::new("mkfifo")
            .arg(path)
            .status()
            .unwrap()
            .success()
    );
}

fn cluster(folder: &Path) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("infra.kdl"), "platform \"a\"\n").unwrap();
}

/// A file that an earlier build wrote, as the lock says.
fn append_line(lab: &Path, name: &str) {
    fs::write(lab.join("out").join(name), "old\n").unwrap();
    append(
        &lab.join("out/radier.lock"),
        &format!("{} {name} node/gone\n", radier::output::hash(b"old\n")),
    );
}
