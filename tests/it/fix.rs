//! `radier fix`: fifteen mistakes of one file are mended, every comment stays, and the result is
//! clean.

use crate::support::radier;
use std::fs;
use std::path::Path;
use std::process::Output;

/// Each line with a number has one mistake that a machine can mend; `?` marks those that are only
/// probably meant.
const WRONG: &str = r#"// A comment at the top.
platform "lab" { repo "https://git.example.org/lab/platform.git"; domain 'lab.example.org'; } // 1: single quotes
cluster "lab" {
    endpoint "https://10.0.0.11:6443"
    lifecycle "talosctl"
    nodes "10.0.0.7/24" gateway="10.0.0.1" // 2?: host bits
    control-plane schedulable=true // 3: the keyword of KDL 1
    sysctl "vm.max_map_count" 262144 // 4: a number where a text belongs
    dns 10.0.0.1 // 5: no quotes
}
model "server" {
    cpu cores="16" vendor=amd // 6: a number in quotes
    memory “128GiB” // 7: curly quotes
    gpu 0 // kept
}
/* A block comment. */
node "cp-1" model="sever" role=control-plane { // 8?: a name that nothing has
    nic "net" mac="02:00:00:00:00:01" address="10.0.0.11", // 9: a comma
    disk "os" id="ata-SSD_1" size=240GB media ssd use=install // 10: no quotes; 11: no equals sign
    disk "data" id="ata-HDD_2" size="1To" media=sdd use=spare // 12?: the unit; 13?: the word
    lable "example.org/room" "b" // 14?: a word of the language
}
allow "storage/unbalanced-hosts" reason="long gone"
values "cilium" {
    hubble { relays { enabled #true; }; } // 15?: a key of the chart
}
// The last one.
"#;

fn run(lab: &Path, arguments: &[&str]) -> Output {
    radier().args(arguments).current_dir(lab).output().unwrap()
}

fn lab(text: &str) -> tempfile::TempDir {
    let lab = tempfile::tempdir().unwrap();
    fs::create_dir(lab.path().join("infra")).unwrap();
    fs::write(lab.path().join("infra/infra.kdl"), text).unwrap();
    lab
}

fn told(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn fifteen_mistakes_are_mended_and_comments_stay() {
    let text = WRONG.replace("    gpu 0 // kept\n", "");
    let lab = lab(&text);
    let file = lab.path().join("infra/infra.kdl");
    let output = run(lab.path(), &["fix", "--unsafe"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(
        told(&output).starts_with("16 findings mended in 1 file"),
        "{}",
        told(&output)
    );
    let once = fs::read_to_string(&file).unwrap();
    let comments = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.find("// ").map(|at| line[at..].to_string()))
            .collect()
    };
    assert_eq!(comments(&once), comments(&text));
    assert!(once.contains("/* A block comment. */"));
    // What is removed takes its line along.
    assert!(once.contains("}\nvalues \"cilium\""), "{once}");
    let check = run(lab.path(), &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", told(&check));
    // A second time there is nothing to do.
    let again = run(lab.path(), &["fix", "--unsafe"]);
    assert!(
        told(&again).starts_with("0 findings mended in 0 files"),
        "{}",
        told(&again)
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), once);
}

#[test]
fn guesses_are_left_alone_without_being_asked_for() {
    let lab = lab(WRONG);
    let output = run(lab.path(), &["fix"]);
    let once = fs::read_to_string(lab.path().join("infra/infra.kdl")).unwrap();
    assert!(
        once.contains("model=\"sever\"") && once.contains("10.0.0.7/24") && once.contains("lable"),
        "{once}"
    );
    assert!(
        once.contains("schedulable=#true")
            && once.contains("media=ssd use=install")
            && once.contains("\"240GB\""),
        "{once}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output).contains("more with `--unsafe`"),
        "{}",
        told(&output)
    );
    // What no machine can mend is told.
    assert!(told(&output).contains("`gpu`"), "{}", told(&output));
}

#[test]
fn a_difference_is_only_printed() {
    let lab = lab(WRONG);
    let output = run(lab.path(), &["fix", "--diff"]);
    assert_eq!(
        fs::read_to_string(lab.path().join("infra/infra.kdl")).unwrap(),
        WRONG
    );
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("-    control-plane schedulable=true")
            && text.contains("+    control-plane schedulable=#true"),
        "{text}"
    );
}

#[test]
fn a_clean_file_is_not_touched() {
    let lab = lab(include_str!("prelude.kdl"));
    let output = run(lab.path(), &["fix", "--unsafe"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(told(&output), "0 findings mended in 0 files\n");
    assert_eq!(
        fs::read_to_string(lab.path().join("infra/infra.kdl")).unwrap(),
        include_str!("prelude.kdl")
    );
}
