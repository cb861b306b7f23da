//! A value cannot be read: one finding, at the value. Every value of the platforms, one after the
//! other: whatever uses it must stay silent.

use crate::platforms::{self, Platform};
use radier::check::{self, Check, Sum};
use radier::diagnostic::{Level, Report};
use radier::parts;
use radier::source::{FileId, Span};
use radier::syntax::{self, Node};

/// Of no type of the language.
const UNREADABLE: &str = "#nan";

/// Blocks that hold data of others, in which any value can be read.
const DATA: [&str; 1] = ["values"];

fn values(nodes: &[Node<'_>], all: &mut Vec<Span>) {
    for node in nodes
        .iter()
        .filter(|node| !DATA.contains(&&*node.name.value))
    {
        all.extend(node.entries.iter().map(|entry| entry.value.span));
        values(&node.children, all);
    }
}

/// What else is found when the value at `place` cannot be read; none when it is the value alone.
fn besides(platform: &Platform, text: &str, place: Span) -> Option<String> {
    let (start, end) = (place.start as usize, place.end as usize);
    let broken = format!("{}{UNREADABLE}{}", &text[..start], &text[end..]);
    let report = platform.compile_with(parts::ALL, &broken).0.report;
    let is_there =
        |at: Span| (at.start as usize..at.end as usize) == (start..start + UNREADABLE.len());
    let mut found = report.iter();
    match (found.next(), found.next()) {
        (Some(only), None) if is_there(only.primary.span) => None,
        _ => {
            let all: Vec<&str> = report
                .iter()
                .map(|finding| finding.message.as_str())
                .collect();
            Some(format!("{}: {all:?}", &text[start..end]))
        }
    }
}

#[test]
fn a_value_that_cannot_be_read_is_one_finding() {
    for platform in platforms::all() {
        let text = platform.text();
        let tree = syntax::parse(&text, FileId(0), &mut Report::default());
        let mut places = Vec::new();
        values(&tree.nodes, &mut places);
        assert!(places.len() > 20, "{}", platform.name);
        let others: Vec<String> = places
            .iter()
            .filter_map(|place| besides(&platform, &text, *place))
            .collect();
        assert!(
            others.is_empty(),
            "{}: {} of {}\n{}",
            platform.name,
            others.len(),
            places.len(),
            others.join("\n")
        );
    }
}

fn sums(check: &'static Check) -> Vec<&'static Sum> {
    match check {
        Check::Sum(sum) => vec![sum],
        Check::Several(checks) => checks.iter().flat_map(sums).collect(),
        _ => Vec::new(),
    }
}

/// What a mistake silences must not be built: the mistake is an error that nobody can accept.
#[test]
fn what_silences_is_always_an_error() {
    let stops = |rule: &check::Rule| rule.level == Level::Error && !rule.is_guess();
    let mut known = 0;
    for rule in check::rules() {
        for id in sums(&rule.check).into_iter().flat_map(|sum| sum.unless) {
            known += 1;
            assert!(check::find(id).is_some_and(stops), "{}: {id}", rule.id);
        }
        let is_read = ["syntax", "language", "reference"].contains(&rule.area());
        if is_read && matches!(rule.check, Check::Elsewhere) {
            assert!(stops(rule), "{}", rule.id);
        }
    }
    assert!(known > 20, "{known}");
}

fn words(nodes: &[Node<'_>], all: &mut Vec<Span>) {
    for node in nodes
        .iter()
        .filter(|node| !DATA.contains(&&*node.name.value))
    {
        all.push(node.name.span);
        all.extend(
            node.entries
                .iter()
                .filter_map(|entry| Some(entry.name.as_ref()?.span)),
        );
        words(&node.children, all);
    }
}

/// A word that is misspelt is one finding too. Only of an `allow` nobody knows any longer what it
/// accepted.
#[test]
fn a_word_that_is_unknown_is_one_finding() {
    for platform in platforms::all() {
        let text = platform.text();
        let tree = syntax::parse(&text, FileId(0), &mut Report::default());
        let mut places = Vec::new();
        words(&tree.nodes, &mut places);
        assert!(places.len() > 20, "{}", platform.name);
        for place in places {
            let word = &text[place.start as usize..place.end as usize];
            let (before, after) = text.split_at(place.end as usize);
            let broken = format!("{before}zz{after}");
            let report = platform.compile_with(parts::ALL, &broken).0.report;
            let all: Vec<&str> = report.iter().map(|found| found.message.as_str()).collect();
            let is_one = all.len() == 1 || word == "allow";
            assert!(is_one, "{}: `{word}zz`: {all:?}", platform.name);
        }
    }
}
