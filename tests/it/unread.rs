//! No text of a description is skipped in silence: every word is in the tree that rules see, or an
//! error is told before it ends.

use crate::support::{PRELUDE, compile};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use radier::diagnostic::{Level, Report};
use radier::source::{FileId, Span};
use radier::syntax::{self, Kind, Node};

/// What may be put somewhere into a file: what people type by mistake, and what a merge leaves.
const PIECES: &[&str] = &[
    "{",
    "}",
    "\"",
    "=",
    "#",
    "\n",
    "\\",
    "//",
    "/*",
    "*/",
    "true",
    "0",
    ";",
    "(",
    "[x]",
    "\"\"\"",
    "\n=======\n",
    "\n>>>>>>> b\n",
    "\n||||||| 1\n",
    "\n<<<<<<< a\n",
    " } {",
    ",",
    "\u{200b}",
    "\nclub \"late\" {\n",
];

/// Places of names and entries of a tree.
fn places(nodes: &[Node<'_>], all: &mut Vec<Span>) {
    for node in nodes {
        all.push(node.name.span);
        all.extend(node.entries.iter().map(|entry| entry.span));
        places(&node.children, all);
    }
}

/// Words of a text that are in no node, though no error is told at their line or above. Comments
/// are none; a text with `/-` leaves something out on purpose, and says nothing here.
fn skipped(text: &str) -> Vec<String> {
    let mut report = Report::default();
    let tree = syntax::parse(text, FileId(0), &mut report);
    let mut read = Vec::new();
    places(&tree.nodes, &mut read);
    let line = |at: usize| text[..at].matches('\n').count();
    let first_error = report
        .iter()
        .map(|finding| line(finding.primary.span.start as usize))
        .min()
        .unwrap_or(usize::MAX);
    let mut skipped = Vec::new();
    // A property may go on behind a comment over several lines, or on the next line: its mistake
    // stands there.
    let goes_on = !report.is_empty() && ["/*", "\\\n"].iter().any(|joint| text.contains(joint));
    let first_error = if text.contains("/-") || goes_on {
        0
    } else {
        first_error
    };
    let mut at = 0;
    for token in syntax::tokens(text) {
        let is_read = |span: &Span| span.start as usize <= at && at < span.end as usize;
        if token.kind == Kind::Word && line(at) < first_error && !read.iter().any(is_read) {
            skipped.push(token.text.to_string());
        }
        at += token.text.len();
    }
    skipped
}

fn mutated(text: &str, edits: &[(usize, &str)]) -> String {
    let mut text = text.to_string();
    for (at, piece) in edits {
        let at = text.floor_char_boundary(at % (text.len() + 1));
        text.insert_str(at, piece);
    }
    text
}

proptest! {
    #![proptest_config(crate::support::cases(600))]

    #[test]
    fn no_word_is_skipped(edits in vec((0usize..100_000, select(PIECES)), 1..5)) {
        let text = mutated(PRELUDE, &edits);
        prop_assert_eq!(skipped(&text), Vec::<String>::new(), "{}", text);
    }

    /// A description without an error has as many clubs, machines and pools in its model as are
    /// written in its text.
    #[test]
    fn what_is_written_is_in_the_model(edits in vec((0usize..100_000, select(PIECES)), 1..3)) {
        let text = mutated(PRELUDE, &edits);
        let outcome = compile(&text);
        let is_wrong = outcome.findings.iter().any(|finding| finding.level == Level::Error);
        if is_wrong || text.contains("/*") || text.contains("//") {
            return Ok(());
        }
        let written = |kind: &str| {
            let start = format!("{kind} \"");
            text.lines().filter(|line| line.trim_start().starts_with(&start)).count()
        };
        prop_assert_eq!(outcome.model.clubs.len(), written("club"));
        prop_assert_eq!(outcome.model.nodes.len(), written("node"));
        prop_assert_eq!(outcome.model.pools().len(), written("pool"));
        let of_nodes: usize = outcome.model.nodes.iter().map(|node| node.decl.disk.len()).sum();
        let of_vms: usize = outcome.model.vms.iter().map(|vm| vm.disks.len()).sum();
        prop_assert_eq!(of_nodes + of_vms, written("disk"));
    }
}

/// Half of a merge is resolved: what stands behind the mark is read, and the mark is told, once.
#[test]
fn a_lone_mark_is_one_error_and_hides_nothing() {
    let clubs = PRELUDE.find("club \"robotics\"").unwrap();
    for mark in ["=======", "||||||| base", ">>>>>>> theirs", "<<<<<<< HEAD"] {
        let text = format!("{}{mark}\n{}", &PRELUDE[..clubs], &PRELUDE[clubs..]);
        let outcome = compile(&text);
        assert_eq!(
            outcome.rules(),
            [syntax::INVALID],
            "{mark}: {}",
            outcome.text()
        );
        assert_eq!(outcome.sources.text(outcome.findings[0].primary.span), mark);
        assert_eq!(outcome.model.clubs.len(), 1, "{mark}");
    }
    // Several marks, none of them whole: each is told.
    let text = format!("{PRELUDE}=======\n>>>>>>> a\n=======\n");
    assert_eq!(compile(&text).rules(), [syntax::INVALID; 3]);
}

/// `fmt` refuses a file with a mark, and never has to guard the meaning.
#[test]
fn a_mark_is_never_formatted() {
    for text in [
        "\"\"{\"\" \"\"}\ns{//\n>>>>>>>\n}\n",
        "a {b c=\"\"\n>>>>>>>\n}\n",
        "a {\n=======\n{b}}\n",
        "a {b}\n||||||| x\n/-\n=======\nc\n",
        "a\u{b}>>>>>>> b\n",
        "a;  >>>>>>> b\n",
        "a {\n    =======\n}\n",
    ] {
        let mut report = Report::default();
        syntax::parse(text, FileId(0), &mut report);
        let marks: Vec<&str> = report
            .iter()
            .map(|finding| finding.message.as_str())
            .filter(|message| message.contains("merge"))
            .collect();
        assert_eq!(
            marks.len(),
            text.matches("=======").count()
                + text.matches(">>>>>>>").count()
                + text.matches("|||||||").count(),
            "{text}"
        );
    }
}

/// Marks in texts and comments are told too; a heading is none.
#[test]
fn marks_in_texts_and_comments_are_told() {
    let patch = |inner: &str| {
        format!(
            "{PRELUDE}patch \"talos\" on=worker \"\"\"\n    machine:\n{inner}      sysctls: \
             {{}}\n    \"\"\"\n"
        )
    };
    for inner in [
        "=======\n",
        ">>>>>>> b\n",
        "<<<<<<< a\n      x: 1\n=======\n>>>>>>> b\n",
    ] {
        let outcome = compile(&patch(inner));
        assert_eq!(
            outcome.rules(),
            [syntax::INVALID],
            "{inner}: {}",
            outcome.text()
        );
        assert!(outcome.findings[0].message.contains("merge"), "{inner}");
    }
    assert_eq!(
        compile(&format!("{PRELUDE}/*\nnotes\n>>>>>>> b\n*/\n")).rules(),
        [syntax::INVALID]
    );
    assert!(
        compile(&format!("{PRELUDE}/*\nnotes\n=======\n*/\n"))
            .findings
            .is_empty()
    );
}
