//! What the finding of every rule looks like, committed: to read as a whole, and to see what a
//! change does to words.

use crate::support::{Outcome, compile, golden, on_prelude, root};
use crate::ui::{invalid, is_mark, whole};
use radier::check;
use radier::diagnostic::{Report, Style, human};
use std::collections::BTreeMap;

/// Of one finding on a terminal, with its frame.
const MOST_LINES: usize = 12;

/// The findings of a description, each as a terminal shows it.
fn drawn(outcome: Outcome) -> Vec<String> {
    let draw = |finding| {
        let mut report = Report::default();
        report.push(finding);
        let drawn = human(
            &report,
            &outcome.sources,
            Style {
                colour: false,
                unicode: false,
                width: 110,
            },
        );
        // The last line counts findings.
        drawn
            .trim_end()
            .rsplit_once("\n\n")
            .map_or(drawn.clone(), |(drawn, _)| drawn.to_string())
    };
    outcome.findings.iter().cloned().map(draw).collect()
}

/// What to say of a message that fills the screen.
fn too_long(of: &str, drawn: &str) -> String {
    let lines = drawn.lines().count();
    if lines > MOST_LINES {
        format!("{of}: {lines} lines\n")
    } else {
        String::new()
    }
}

/// What people meet who make the mistakes of others.
#[test]
fn the_messages_for_invalid_files_are_those_that_were_read() {
    let (mut text, mut long) = (String::new(), String::new());
    for (name, fixture) in invalid() {
        text.push_str(&format!(
            "==== {name}: {}\n\n",
            fixture
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches("// ")
        ));
        // Marks below the lines would hide what stands there in a real file.
        let bare: String = fixture
            .split_inclusive('\n')
            .filter(|line| !is_mark(line))
            .collect();
        for drawn in drawn(compile(&whole(&bare))) {
            long.push_str(&too_long(&name, &drawn));
            text.push_str(&format!("{drawn}\n\n"));
        }
    }
    assert!(long.is_empty(), "{long}");
    golden(&root().join("tests/invalid/messages.txt"), &text);
}

#[test]
fn the_messages_are_those_that_were_read() {
    let mut areas: BTreeMap<&str, String> = BTreeMap::new();
    let mut long = String::new();
    for rule in check::rules() {
        for example in rule.wrong {
            let text = areas.entry(rule.area()).or_default();
            for drawn in drawn(compile(&on_prelude(example))) {
                long.push_str(&too_long(rule.id, &drawn));
                text.push_str(&format!("{drawn}\n\n"));
            }
        }
    }
    assert!(long.is_empty(), "{long}");
    for (area, text) in &areas {
        golden(&root().join(format!("tests/messages/{area}.txt")), text);
    }
    let known = std::fs::read_dir(root().join("tests/messages"))
        .unwrap()
        .count();
    assert_eq!(
        known,
        areas.len(),
        "a file of tests/messages has no area any more"
    );
}
