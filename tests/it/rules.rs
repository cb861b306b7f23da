//! Every rule: its wrong example gives exactly this rule, its right one nothing.

use crate::support::{Outcome, PRELUDE, compile, on_prelude};
use radier::check::{self, Check, Rule};
use radier::diagnostic::{Diagnostic, Level};

#[test]
fn the_prelude_is_clean() {
    let outcome = compile(PRELUDE);
    assert!(outcome.findings.is_empty(), "{}", outcome.text());
}

/// An example of more than 64 MiB stands in `robustness.rs`; files that cannot be read, and what is
/// wrong with the output, in `documents.rs`.
fn has_example(rule: &Rule) -> bool {
    !["input", "output"].contains(&rule.area()) && rule.id != "syntax/too-large"
}

/// Every wrong example of every rule.
fn wrong() -> impl Iterator<Item = (&'static Rule, &'static str)> {
    let rules = check::rules().into_iter().filter(|rule| has_example(rule));
    rules.flat_map(|rule| rule.wrong.iter().map(move |example| (rule, *example)))
}

/// Findings of the area of a rule: what other areas say of its example is theirs.
fn of_area<'o>(rule: &Rule, outcome: &'o Outcome) -> Vec<&'o Diagnostic> {
    let own = |finding: &&Diagnostic| finding.rule.split('/').next() == Some(rule.area());
    outcome.findings.iter().filter(own).collect()
}

#[test]
fn wrong_examples_give_exactly_their_rule() {
    let mut failures = String::new();
    for (rule, example) in wrong() {
        let outcome = compile(&on_prelude(example));
        let found = of_area(rule, &outcome);
        if found.is_empty() || found.iter().any(|finding| finding.rule != rule.id) {
            failures.push_str(&format!("{}: {example}\n{}\n", rule.id, outcome.text()));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_example_that_people_see_has_the_level_of_its_rule() {
    for rule in check::rules().into_iter().filter(|rule| has_example(rule)) {
        let outcome = compile(&on_prelude(rule.examples()[0]));
        let levels = of_area(rule, &outcome)
            .into_iter()
            .map(|finding| finding.level);
        assert!(
            levels.into_iter().all(|level| level == rule.level),
            "{}",
            rule.id
        );
    }
}

/// Rules share the processors when a description is large: what they find stays the same.
#[test]
fn a_large_description_gives_the_same_findings() {
    let filler = "// a comment that makes this description large\n".repeat(8_000);
    for rule in check::rules()
        .into_iter()
        .filter(|rule| !matches!(rule.check, Check::Elsewhere))
    {
        let text = on_prelude(rule.examples()[0]);
        let (small, large) = (compile(&text), compile(&format!("{text}{filler}")));
        assert_eq!(small.findings, large.findings, "{}", rule.id);
    }
}

#[test]
fn right_examples_are_clean() {
    let mut failures = String::new();
    for rule in check::rules() {
        for example in rule.right {
            let outcome = compile(&on_prelude(example));
            if !of_area(rule, &outcome).is_empty() {
                failures.push_str(&format!("{}:\n{}\n", rule.id, outcome.text()));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_finding_says_where_why_and_what_to_do() {
    for (rule, example) in wrong() {
        for finding in compile(&on_prelude(example)).findings {
            assert!(
                !finding.message.ends_with('.') && !finding.message.is_empty(),
                "{}: {}",
                rule.id,
                finding.message
            );
            assert!(
                !finding.primary.text.is_empty(),
                "{}: no words under the span",
                rule.id
            );
            assert!(!finding.primary.span.is_empty(), "{}: empty span", rule.id);
            assert!(!finding.help.is_empty(), "{}: no help", rule.id);
        }
    }
}

#[test]
fn documentation_is_complete() {
    for rule in check::rules() {
        assert!(
            rule.summary.len() > 10 && !rule.summary.ends_with('.'),
            "{}",
            rule.id
        );
        assert!(rule.why.len() > 40, "{}", rule.id);
        assert!(
            rule.fr.summary.len() > 10
                && !rule.fr.summary.ends_with('.')
                && rule.fr.summary != rule.summary,
            "{}",
            rule.id
        );
        assert!(
            rule.fr.why.len() > 40 && rule.fr.why != rule.why,
            "{}",
            rule.id
        );
        for text in [rule.summary, rule.why, rule.fr.summary, rule.fr.why] {
            assert!(!text.contains("  "), "{}: two blanks", rule.id);
        }
        assert!(
            rule.id.contains('/')
                && rule
                    .id
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '/' || c == '-'),
            "{}",
            rule.id
        );
    }
}

#[test]
fn accepted_warnings_are_hidden_and_errors_are_not() {
    let uneven = check::find("storage/unbalanced-hosts").unwrap();
    assert_eq!(uneven.level, Level::Warning);
    let allow = "allow \"storage/unbalanced-hosts\" reason=\"soon\" until=\"2027-01-31\"\n";
    let outcome = compile(&on_prelude(&format!("{}{allow}", uneven.examples()[0])));
    assert!(outcome.findings.is_empty(), "{}", outcome.text());
}

/// Words in code and numbers of a text, which are the same in every language.
fn marks(text: &str) -> Vec<String> {
    let code = text.split('`').skip(1).step_by(2).map(str::to_string);
    let plain: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    // `1,5` and `1.5`; `3e` of French and `3rd`.
    let number = |word: &str| -> Option<String> {
        let digits: String = word.chars().skip_while(|c| !c.is_ascii_digit()).collect();
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let digits = digits[..end.unwrap_or(digits.len())].replace(',', ".");
        let digits = digits.trim_end_matches('.');
        (!digits.is_empty()).then(|| digits.to_string())
    };
    let mut all: Vec<String> = code
        .chain(plain.split_whitespace().filter_map(number))
        .collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn french_says_the_same() {
    let mut failures = String::new();
    for rule in check::rules() {
        for (english, french) in [(rule.summary, rule.fr.summary), (rule.why, rule.fr.why)] {
            let (one, other) = (marks(english), marks(french));
            // French is longer, by a fifth as a rule.
            let ratio = french.chars().count() as f64 / english.chars().count() as f64;
            if one != other || !(0.75..=1.75).contains(&ratio) {
                failures.push_str(&format!("{} {ratio:.2}: {one:?} {other:?}\n", rule.id));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
