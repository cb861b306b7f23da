//! No input makes the compiler panic, hang or lose its way.

use crate::support::{PRELUDE, compile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use radier::diagnostic::{Report, Style, human};
use radier::source::FileId;
use radier::syntax;

fn rules(text: &str) -> Vec<&'static str> {
    let mut report = Report::default();
    syntax::parse(text, FileId(0), &mut report);
    report.iter().map(|finding| finding.rule).collect()
}

#[test]
fn five_megabytes_of_open_braces() {
    assert_eq!(rules(&"a {".repeat(1_700_000)), [syntax::TOO_DEEP]);
    assert_eq!(
        rules(&"{".repeat(5_000_000)),
        [syntax::INVALID, syntax::TOO_DEEP]
    );
}

#[test]
fn a_file_beyond_the_limit() {
    assert_eq!(
        rules(&" ".repeat(syntax::MAX_BYTES + 1)),
        [syntax::TOO_LARGE]
    );
}

#[test]
fn odd_files() {
    for text in [
        "", "\u{feff}", "\n\n", "//", "/*", "/* /* */", "\"", "\"\"\"", "#\"", "\\", "=", "a=",
        "}", ";", "/-", "(", "a (", "\r", "\u{0}", "é", "#", "r\"",
    ] {
        rules(text);
        compile(text);
    }
}

/// A file that is cut anywhere is an error, never a panic, and keeps its good nodes.
#[test]
fn a_file_cut_anywhere() {
    let text = include_str!("../platforms/example/infra.kdl");
    for end in (0..text.len())
        .step_by(97)
        .filter(|end| text.is_char_boundary(*end))
    {
        let outcome = compile(&text[..end]);
        assert!(
            outcome
                .findings
                .iter()
                .all(|finding| finding.primary.span.end as usize <= end),
            "{end}"
        );
    }
    let half = compile(&text[..text.find("node \"worker-2\"").unwrap() + 60]);
    assert!(
        half.model
            .nodes
            .iter()
            .any(|node| &*node.decl.name.value.0 == "cp-1")
    );
}

#[test]
fn many_errors_take_linear_time() {
    let wrong = "rack \"A\" units=\n".repeat(10_000);
    assert_eq!(rules(&wrong).len(), 10_000);
}

#[test]
fn many_secrets_and_unknown_names_take_linear_time() {
    use std::fmt::Write;
    let began = std::time::Instant::now();
    let (mut data, mut nics) = (String::new(), String::new());
    for at in 0..5_000 {
        // As random as a token is.
        let token = (at as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        writeln!(data, "          K{at}: ghp_{token:036x}").unwrap();
        writeln!(nics, "        nic \"nat-{at}\"").unwrap();
    }
    let manifests = format!(
        "manifests \"s\" namespace=\"default\" {{\n    yaml \"\"\"\n        apiVersion: \
         v1\n        kind: ConfigMap\n        metadata:\n          name: a\n        \
         data:\n{data}        \"\"\"\n}}\n"
    );
    let outcome = compile(&manifests);
    assert_eq!(
        outcome
            .rules()
            .iter()
            .filter(|rule| **rule == "secret/in-file")
            .count(),
        5_000
    );
    let mut report = Report::default();
    outcome
        .findings
        .into_iter()
        .for_each(|finding| report.push(finding));
    assert!(radier::diagnostic::conceal(&report, &outcome.sources, &[]).is_some());
    let club = format!("club \"v\" {{\n    vm \"r\" cpu=1 memory=\"1GiB\" {{\n{nics}    }}\n}}\n");
    let networks: String = (0..5_000)
        .map(|at| {
            format!(
                "network \"net-{at}\" subnet=\"10.{}.{}.0/24\"\n",
                at / 250,
                at % 250
            )
        })
        .collect();
    let outcome = compile(&(networks + &club));
    assert_eq!(
        outcome
            .rules()
            .iter()
            .filter(|rule| **rule == "reference/unknown")
            .count(),
        5_000
    );
    assert!(began.elapsed().as_secs() < 40);
}

/// Each line is asked for once, however many nodes stand on it: forty times as many must not take a
/// thousand times as long.
#[test]
fn one_long_line_takes_linear_time() {
    for (start, piece) in [
        ("a {", "b {};"),
        ("a {", "b {}; }"),
        ("", "a b=\"c\" {};"),
        ("a \"x", " {"),
        ("", "a { b \"c; }; "),
    ] {
        let text = format!("{start}{}", piece.repeat(500_000));
        let began = std::time::Instant::now();
        rules(&text);
        assert!(began.elapsed().as_secs() < 20, "{piece}");
    }
}

/// A terminal gets the neighbourhood of a mistake, not megabytes of its line.
#[test]
fn a_long_line_is_drawn_in_part() {
    let text = format!(
        "{}rack \"é\" unit=40 {}",
        "/* é */ ".repeat(50_000),
        "/* é */ ".repeat(50_000)
    );
    let outcome = compile(&text);
    let mut report = Report::default();
    outcome
        .findings
        .into_iter()
        .for_each(|finding| report.push(finding));
    let drawn = human(
        &report,
        &outcome.sources,
        Style {
            colour: false,
            unicode: false,
            width: 100,
        },
    );
    assert!(
        drawn.contains("unit=40") && drawn.contains("infra.kdl:1:400"),
        "{}",
        &drawn[..drawn.len().min(2_000)]
    );
    assert!(drawn.len() < 5_000, "{} bytes", drawn.len());
}

/// What is put in.
const PIECES: &[&str] = &[
    "{", "}", "\"", "=", "#", "\n", "\\", "//", "/*", "true", "é", "0", "/-", "\"\"\"",
];

proptest! {
    #![proptest_config(crate::support::cases(300))]

    #[test]
    fn mutated_descriptions(edits in vec((0usize..6_000, select(PIECES)), 1..6)) {
        let mut text = PRELUDE.to_string();
        for (at, piece) in edits {
            let at = text.floor_char_boundary(at);
            text.insert_str(at, piece);
        }
        let outcome = compile(&text);
        for finding in &outcome.findings {
            prop_assert!(finding.primary.span.end as usize <= text.len());
        }
    }

    #[test]
    fn random_text(text in "[ -~\n\"{}=#/\\\\é]{0,200}") {
        compile(&text);
    }
}
