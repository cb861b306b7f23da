//! What is printed is read by many, on terminals and in logs of CI: no secret, and nothing that a
//! terminal or a log obeys.

use crate::support::{PRELUDE, radier};
use std::fs;
use std::path::Path;

const FORMATS: [&str; 9] = [
    "human", "short", "json", "jsonl", "sarif", "github", "gitlab", "rdjson", "junit",
];

fn lab(text: &str) -> tempfile::TempDir {
    let lab = tempfile::tempdir().unwrap();
    fs::create_dir(lab.path().join("infra")).unwrap();
    fs::write(lab.path().join("infra/infra.kdl"), text).unwrap();
    lab
}

fn printed(lab: &Path, arguments: &[&str]) -> String {
    let output = radier().args(arguments).current_dir(lab).output().unwrap();
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A line of a log that GitHub would obey starts so; ours start with a level that it may have.
fn obeyed(text: &str) -> Vec<&str> {
    let ours = ["::error file=", "::warning file=", "::notice file="];
    let is_count = |line: &str| {
        let rest = line.strip_prefix("::error::").unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(" more of these are in the log")
    };
    text.lines()
        .filter(|line| {
            line.trim_start().starts_with("::")
                && !is_count(line)
                && !ours.iter().any(|start| line.starts_with(start))
        })
        .collect()
}

#[test]
fn nothing_that_is_printed_is_a_command() {
    let evil = "\\n::add-mask::x\\u{1b}[2J\\u{1b}]0;x\\u{7}\\r\\u{9b}31m";
    let text = format!(
        "{PRELUDE}club \"x{evil}\" {{ quota {{ cpu 1; memory \"1GiB{evil}\"; storage \"1GiB\" }}; \
         source \"{evil}\"; vm \"a\" cpu=1 memory=\"1GiB\" {{ cloud-init \"{evil}\"; disk \"d\" \
         size=\"1GiB\" image=\"{evil}\" }} }}\nnode \"worker-7\" model=\"ser{evil}\" \
         role=\"{evil}\" {{ disk \"os\" id=\"{evil}\" size=\"5{evil}\" media=ssd use=install \
         }}\nallow \"{evil}\" reason=\"x\"\nvalues \"cilium\" {{ \"a{evil}\" 1; hubble {{ \
         \"{evil}\" #true; }} }}\npatch \"talos\" on=\"{evil}\" \"machine: {{sysctls: {{'{evil}': \
         1}}}}\"\n\"{evil}\" 1\n"
    );
    let lab = lab(&text);
    fs::create_dir_all(lab.path().join("out")).unwrap();
    fs::write(lab.path().join("out/\n::add-mask::y\u{1b}[2J"), "").unwrap();
    for command in ["check", "build", "fix"] {
        for format in FORMATS {
            let all = printed(lab.path(), &[command, "--format", format]);
            assert!(
                obeyed(&all).is_empty(),
                "{command} {format}: {:?}\n{all}",
                obeyed(&all)
            );
            assert!(
                !all.contains(['\u{1b}', '\u{7}', '\u{9b}']),
                "{command} {format}: {all:?}"
            );
        }
    }
    fs::write(lab.path().join("infra/infra.kdl"), PRELUDE).unwrap();
    for arguments in [
        &["build"][..],
        &["build", "--check"],
        &["build", "--check", "--format", "short"],
    ] {
        let all = printed(lab.path(), arguments);
        assert!(
            obeyed(&all).is_empty() && !all.contains('\u{1b}') && all.contains("add-mask"),
            "{arguments:?}: {all}"
        );
    }
    // The name of a file is a part of every line that tells of it.
    fs::write(lab.path().join("infra/a\n::add-mask::z.kdl"), "nonsense\n").unwrap();
    for format in FORMATS {
        let all = printed(lab.path(), &["check", "--format", format]);
        assert!(
            obeyed(&all).is_empty() && all.contains("nobody sees"),
            "{format}: {all}"
        );
    }
}

/// What `check` hides is hidden in differences and in fixes too.
#[test]
fn no_difference_and_no_fix_prints_a_secret() {
    let key = "-----BEGIN EC PRIVATE KEY-----\n      \
               MHcCAQEEIBw7S4nQ5n0kzJ1mB8xq2VtYp3LcRd6TfGh9KjNuWoAo\n      \
               aZbYcXdWeVfUgThSiRjQkPlOmNnMoLpKqJrIsHtGuFvEwDxCyBzA\n      -----END EC PRIVATE \
               KEY-----";
    let token = format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0".repeat(2));
    let texts = [
        format!("{PRELUDE}rack    \"B\"   // {token}\n"),
        format!("{PRELUDE}rack \"B\" room={token},\n"),
        format!("{PRELUDE}patch \"talos\" on=all \"\"\"\n  a: |\n      {key}\n    \"\"\"\n"),
        format!(
            "{PRELUDE}values \"argo-cd\" {{\n   configs {{ secret {{ argocdServerAdminPassword \
             true; }}; cm {{ dbPassword    \"Soleil-1234\"; }}; }}\n}}\n"
        ),
    ];
    for text in texts {
        let lab = lab(&text);
        let commands: Vec<Vec<&str>> = [
            vec!["fmt", "--diff"],
            vec!["fix", "--diff"],
            vec!["fix", "--diff", "--unsafe"],
        ]
        .into_iter()
        .chain(
            FORMATS
                .iter()
                .map(|format| vec!["check", "--format", format]),
        )
        .collect();
        for command in commands {
            let all = printed(lab.path(), &command);
            for secret in ["a1B2c3D4", "MHcCAQEE", "aZbYcXdW", "Soleil-1234"] {
                assert!(!all.contains(secret), "{command:?}: {all}");
            }
        }
    }
}
