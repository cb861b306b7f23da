//! What the finding of every rule looks like, committed: to read as a whole, and to see what a change does to words.

use crate::support::{compile, golden, on_prelude, root};
use radier::check;
use radier::diagnostic::{Report, Style, human};
use std::collections::BTreeMap;

/// Of one finding on a terminal, with its frame.
const MOST_LINES: usize = 12;

#[test]
fn the_messages_are_those_that_were_read() {
    let mut areas: BTreeMap<&str, String> = BTreeMap::new();
    let mut long = String::new();
    for rule in check::rules() {
        let outcome = compile(&on_prelude(rule.wrong));
        let text = areas.entry(rule.area()).or_default();
        for finding in outcome.findings {
            let mut report = Report::default();
            report.push(finding);
            let drawn = human(&report, &outcome.sources, Style { colour: false, unicode: false, width: 110 });
            // The last line counts findings.
            let drawn = drawn.trim_end().rsplit_once("\n\n").map_or(drawn.as_str(), |(drawn, _)| drawn);
            if drawn.lines().count() > MOST_LINES {
                long.push_str(&format!("{}: {} lines\n", rule.id, drawn.lines().count()));
            }
            text.push_str(&format!("{drawn}\n\n"));
        }
    }
    assert!(long.is_empty(), "{long}");
    for (area, text) in &areas {
        golden(&root().join(format!("tests/messages/{area}.txt")), text);
    }
    let known = std::fs::read_dir(root().join("tests/messages")).unwrap().count();
    assert_eq!(known, areas.len(), "a file of tests/messages has no area any more");
}
