//! `radier fmt`: a fixpoint, never a change of meaning, every comment survives.

use crate::seeded;
use crate::support::{PRELUDE, root, upstream};
use proptest::prelude::*;
use radier::diagnostic::Report;
use radier::source::FileId;
use radier::syntax::{self, Kind, tokens};
use std::process::Command;

/// What is wrong with the style of a text; nothing when it has syntax errors.
fn judge(text: &str) -> Result<(), String> {
    let mut report = Report::default();
    let before = syntax::parse(text, FileId(0), &mut report);
    if report.has_errors() {
        return Ok(());
    }
    let once = syntax::format(text);
    let after = syntax::parse(&once, FileId(0), &mut report);
    if report.has_errors() || !syntax::same(&before.nodes, &after.nodes) {
        return Err(format!("another meaning:\n{text}\n--- becomes\n{once}"));
    }
    if comments(text) != comments(&once) {
        return Err(format!("comments are lost:\n{text}\n--- becomes\n{once}"));
    }
    let twice = syntax::format(&once);
    if twice != once {
        return Err(format!(
            "not a fixpoint:\n{text}\n--- becomes\n{once}\n--- becomes\n{twice}"
        ));
    }
    Ok(())
}

fn comments(text: &str) -> Vec<String> {
    let of =
        |token: &syntax::Token<'_>| matches!(token.kind, Kind::LineComment | Kind::BlockComment);
    tokens(text)
        .iter()
        .filter(|token| of(token))
        .map(|token| token.text.trim_end().to_string())
        .collect()
}

#[test]
fn every_file_of_the_repository_has_the_style() {
    let mut files = 0;
    for folder in ["infra", "tests", "schema"] {
        for entry in walkdir::WalkDir::new(root().join(folder))
            .into_iter()
            .filter_map(Result::ok)
        {
            if entry
                .path()
                .extension()
                .is_none_or(|extension| extension != "kdl")
            {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let mut report = Report::default();
            syntax::parse(&text, FileId(0), &mut report);
            // Broken on purpose.
            if !report.has_errors() {
                assert!(
                    syntax::format(&text) == text,
                    "radier fmt {}",
                    entry.path().display()
                );
                files += 1;
            }
        }
    }
    assert!(files >= 10, "{files}");
}

#[test]
#[ignore = "needs ../shared"]
fn documents_of_the_official_suite_keep_their_meaning() {
    let Some(upstream) = upstream() else { return };
    let mut failures = String::new();
    for entry in std::fs::read_dir(upstream.join("kdl/test_cases/input")).unwrap() {
        if let Ok(text) = std::fs::read_to_string(entry.unwrap().path())
            && let Err(failure) = judge(&text)
        {
            failures.push_str(&failure);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Ten thousand: platforms by seed, each mangled many times without a change of meaning.
#[test]
fn mangled_platforms_come_back() {
    let mut dice = 1u64;
    let mut roll = move |bound: u64| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % bound
    };
    let texts: Vec<String> = (0..50)
        .map(|seed| seeded::platform(seed).kdl)
        .chain([PRELUDE.to_string()])
        .collect();
    for round in 0..10_000 {
        let text = &texts[round % texts.len()];
        // A part of it: whole nodes.
        let tree = syntax::parse(text, FileId(0), &mut Report::default());
        let from = roll(tree.nodes.len() as u64) as usize;
        let to = (from + 1 + roll(4) as usize).min(tree.nodes.len());
        let part =
            &text[tree.nodes[from].span.start as usize..tree.nodes[to - 1].span.end as usize];
        let mut mangled = String::new();
        for token in tokens(part) {
            match (token.kind, roll(12)) {
                (Kind::Blank, 0) => mangled.push_str("   \t "),
                (Kind::Blank, 1) => mangled.push_str(" /* between */ "),
                (Kind::Blank, 2) => mangled.push_str(" \\ // joined\n "),
                (Kind::Newline, 0) => mangled.push_str(" // behind\n"),
                (Kind::Newline, 1) => mangled.push_str("\n\n\n  // alone\n/* edge */\n"),
                (Kind::Newline, 3) => mangled.push_str("\r\n"),
                (Kind::Semicolon, 0) => mangled.push_str("; // in a block\n"),
                (Kind::Open, 0) => mangled.push_str("{   // beside\n"),
                (Kind::Open, 1) => mangled.push_str("{\n\n"),
                (Kind::Close, 0) => mangled.push_str(" } "),
                (Kind::Equals, 0) => mangled.push_str(" = "),
                _ => mangled.push_str(token.text),
            }
        }
        if let Err(failure) = judge(&mangled) {
            panic!("round {round}: {failure}");
        }
    }
}

#[test]
fn aligned_columns_stay_and_others_go() {
    let text = "disk \"os\"  id=\"a\"   size=\"1GB\"\ndisk \"d10\" id=\"bbb\" \
                size=\"2GB\"\nrack    \"A\"\n\n\n\nrack \"B\" {   units  1  ;  }\n";
    let wanted = "disk \"os\"  id=\"a\"   size=\"1GB\"\ndisk \"d10\" id=\"bbb\" size=\"2GB\"\nrack \
                  \"A\"\n\nrack \"B\" { units 1 }\n";
    assert_eq!(syntax::format(text), wanted);
}

#[test]
fn the_command_writes_checks_and_shows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("infra.kdl");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_radier"))
            .arg("fmt")
            .args(arguments)
            .arg(folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap(), text)
    };
    std::fs::write(&file, "rack   \"A\";\n").unwrap();
    let (code, text) = run(&["--check"]);
    assert!(code == 1 && text.contains("not in the style"), "{text}");
    let (code, text) = run(&["--diff"]);
    assert!(
        code == 0 && text.contains("-rack   \"A\";\n+rack \"A\"\n"),
        "{text}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "rack   \"A\";\n");
    assert_eq!(run(&[]).0, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "rack \"A\"\n");
    assert_eq!(run(&["--check"]).0, 0);
    std::fs::write(&file, "rack \"A\n").unwrap();
    let (code, text) = run(&[]);
    assert!(
        code == 1 && text.contains("syntax/unclosed") && text.contains("not formatted"),
        "{text}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "rack \"A\n");
}

/// Documents of a few short pieces.
const DOCUMENT: &str = "([a-c] ?|\"x\" ?|[a-c]=1 ?|\\{ ?|\\} ?|; ?|\n|// c\n|/\\* d \\*/ ?|/- ?|1 \
                        ?|\\\\\n|#true ?|\\(t\\)){0,24}";

proptest! {
    #![proptest_config(crate::support::cases(2_000))]

    #[test]
    fn any_document_keeps_its_meaning(text in DOCUMENT) {
        if let Err(failure) = judge(&text) {
            prop_assert!(false, "{}", failure);
        }
    }
}
