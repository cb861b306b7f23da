//! A word that is accepted is felt: taken out, or given another value, it changes `out/` or gives a
//! finding of its own. A word that nobody reads would be a promise that is not kept.

use crate::coverage::join;
use crate::seeded;
use crate::support::{Memory, TODAY};
use radier::emit;
use radier::language::Infra;
use radier::schema::{Block, FieldKind, NodeSpec};
use radier::source::{FileId, Sources, Span};
use radier::syntax::{Node, ValueKind};
use std::collections::{BTreeMap, BTreeSet};

/// Platforms that are looked at; all words are felt in the first of them.
const SEEDS: u64 = 60;

/// Words that change nothing by themselves, by the end of their path, and why.
const UNFELT: [(&str, &str); 2] = [
    ("allow.reason", "for people who read the description"),
    (
        "requires",
        "refuses a program that is too old, and this one is not",
    ),
];

/// Findings that any change of the text may give, whoever reads the word.
const OF_THE_TEXT: [&str; 3] = ["language/", "syntax/", "reference/unknown"];

#[test]
fn every_word_is_felt() {
    let mut unfelt: BTreeMap<String, u32> = BTreeMap::new();
    let mut felt = BTreeSet::new();
    for seed in 0..SEEDS {
        let platform = seeded::platform(seed);
        let text = platform.kdl.as_str();
        let before = effect(text, &platform.files);
        for (path, span, instead) in places(text) {
            if felt.contains(&path) {
                continue;
            }
            let changed = format!(
                "{}{instead}{}",
                &text[..span.start as usize],
                &text[span.end as usize..]
            );
            match effect(&changed, &platform.files) == before {
                false => drop(felt.insert(path)),
                true => *unfelt.entry(path).or_default() += 1,
            }
        }
    }
    let excused = |path: &str| UNFELT.iter().any(|(word, _)| path.ends_with(word));
    let holds = |path: &str| {
        felt.iter()
            .any(|word: &String| word.starts_with(&format!("{path}.")))
    };
    let silent: Vec<&String> = unfelt
        .keys()
        .filter(|path| !felt.contains(*path) && !excused(path) && !holds(path))
        .collect();
    assert!(silent.is_empty(), "nobody reads {silent:#?}");
    assert!(felt.len() > 180, "{}", felt.len());
}

/// What a description comes to: its files, and its findings but those of any wrong text.
fn effect(text: &str, files: &[(&'static str, &'static str)]) -> (Vec<String>, Vec<String>) {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let compilation = radier::compile(&mut sources, &Memory(files.to_vec()), Some(TODAY));
    let found = compilation.report.iter();
    let found = found.filter(|finding| {
        !OF_THE_TEXT
            .iter()
            .any(|area| finding.rule.starts_with(area))
    });
    let found = found.map(|finding| finding.rule.to_string()).collect();
    let mut written = Vec::new();
    emit::all(&compilation.model, &compilation.parts, &mut |artifact| {
        written.push(format!("{}\n{}", artifact.path, artifact.text));
    });
    written.sort();
    (written, found)
}

/// Each word of a text, where it or its value is, and what to write there.
fn places(text: &str) -> Vec<(String, Span, String)> {
    let mut report = radier::diagnostic::Report::default();
    let tree = radier::syntax::parse(text, FileId(0), &mut report);
    let mut all = Vec::new();
    for node in &tree.nodes {
        collect(node, &Infra::SPEC, "", text, &mut all);
    }
    all
}

fn collect(
    node: &Node<'_>,
    spec: &'static NodeSpec,
    prefix: &str,
    text: &str,
    out: &mut Vec<(String, Span, String)>,
) {
    let fields = spec.all_fields();
    let is_it = |field: &&&radier::schema::FieldSpec| {
        field.name == node.name.value && field.kind.is_child()
    };
    let Some(field) = fields.iter().find(is_it) else {
        return;
    };
    let path = join(prefix, field.name);
    let mut change = |path: &str, kind: &FieldKind, value: &radier::syntax::Value<'_>| {
        let written = &text[value.span.start as usize..value.span.end as usize];
        let words = kind.ty().map_or(&[][..], |ty| ty.words);
        let others = match words {
            [] => others(&value.value, written),
            // There is no choice.
            [_] => Vec::new(),
            words => words.iter().map(|word| word.word.to_string()).collect(),
        };
        for instead in others.into_iter().filter(|other| other != written) {
            out.push((path.to_string(), value.span, instead));
        }
    };
    if let FieldKind::Value { .. } | FieldKind::Values { .. } = field.kind {
        node.args()
            .for_each(|entry| change(&path, &field.kind, &entry.value));
    }
    if let Some(inner) = field.kind.node() {
        let named = inner.all_fields();
        let arguments = named
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Arg { .. }));
        for (entry, field) in node.args().zip(arguments) {
            change(&join(&path, field.name), &field.kind, &entry.value);
        }
        for entry in &node.entries {
            let is_it = |field: &&&radier::schema::FieldSpec| {
                entry
                    .name
                    .as_ref()
                    .is_some_and(|name| name.value == field.name)
            };
            if let Some(field) = named.iter().find(is_it) {
                change(&join(&path, field.name), &field.kind, &entry.value);
            }
        }
        for child in &node.children {
            collect(child, inner, &path, text, out);
        }
    }
    out.push((path, node.span, String::new()));
}

/// Values of the same kind.
fn others(value: &ValueKind<'_>, written: &str) -> Vec<String> {
    match value {
        ValueKind::Bool(flag) => vec![format!("#{}", !flag)],
        ValueKind::Integer(number) => vec![(number + 1).to_string(), (number - 1).to_string()],
        // A number in the text grows: `128GiB`, `10.0.0.1`, `1.13.9`.
        ValueKind::String(_) => {
            let digits = written
                .char_indices()
                .filter(|(_, c)| c.is_ascii_digit() && *c != '9');
            let grown = digits.map(|(at, c)| {
                let next = char::from(c as u8 + 1);
                format!("{}{next}{}", &written[..at], &written[at + 1..])
            });
            let longer = match written.strip_suffix('"') {
                Some(start) => format!("{start}x\""),
                None => format!("{written}x"),
            };
            grown.chain([longer]).collect()
        }
        _ => Vec::new(),
    }
}
