//! What fuzzing asserts of any input. `fuzz/run` runs it under libFuzzer, `cargo test fuzz::` over
//! the corpora.

use radier::diagnostic::{self, Fix, Level, Report, RuleText, Style};
use radier::source::{FileId, Files, ReadError, Sources};
use radier::syntax::{self, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A target: what it is called, and what it does with an input. It panics when something is wrong.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 8] = [
    ("check", check),
    ("build", build),
    ("fmt", fmt),
    ("fix", fix),
    ("output", output),
    ("yaml", yaml),
    ("template", template),
    ("secrets", secrets),
];

/// A description, and behind a byte 1 the files that it names.
struct Input<'a> {
    main: &'a str,
    beside: Vec<&'a str>,
}

impl<'a> Input<'a> {
    fn read(data: &'a [u8]) -> Option<Input<'a>> {
        let mut parts = std::str::from_utf8(data).ok()?.split('\u{1}');
        Some(Input {
            main: parts.next()?,
            beside: parts.collect(),
        })
    }

    fn compile(&self) -> (radier::Compilation, Sources) {
        self.compile_as(self.main)
    }

    fn compile_as(&self, text: &str) -> (radier::Compilation, Sources) {
        let mut sources = Sources::default();
        sources.add("infra/infra.kdl", text);
        let compilation = radier::compile(&mut sources, self, radier::model::day("2026-11-28"));
        for finding in compilation.report.iter() {
            let fixes = finding.fix.iter().map(|fix| fix.span);
            for span in [finding.primary.span]
                .into_iter()
                .chain(finding.secondary.iter().map(|label| label.span))
                .chain(fixes)
            {
                let text = &sources.get(span.file).expect("a finding in no file").text;
                assert!(
                    span.start <= span.end && span.end as usize <= text.len(),
                    "{}: outside of the text: {span:?}",
                    finding.rule
                );
                assert!(
                    text.is_char_boundary(span.start as usize)
                        && text.is_char_boundary(span.end as usize),
                    "{}: {span:?}",
                    finding.rule
                );
            }
        }
        (compilation, sources)
    }
}

impl Files for Input<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        if path.contains("..") || path.starts_with('/') {
            return Err(ReadError::Outside);
        }
        if let Some(text) = self
            .beside
            .get(path.bytes().map(usize::from).sum::<usize>() % self.beside.len().max(1))
        {
            return Ok(text.to_string());
        }
        Ok(match path {
            path if path.contains("network") => {
                "version: 2\nethernets:\n  all: {match: {name: \"e*\"}, dhcp4: true}\n"
            }
            path if path.ends_with(".yaml") => {
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n"
            }
            _ => "#cloud-config\nhostname: {{ vm.name }}\n",
        }
        .to_string())
    }
}

/// Everything that is said of a description can be printed in every format, without its secrets.
pub fn check(data: &[u8]) {
    let Some(input) = Input::read(data) else {
        return;
    };
    let (compilation, sources) = input.compile();
    print(&compilation.report, &sources);
}

fn print(report: &Report, sources: &Sources) {
    let rules: Vec<RuleText> = radier::check::rules()
        .iter()
        .map(|rule| RuleText {
            id: rule.id,
            level: rule.level,
            summary: rule.summary,
            why: rule.why,
        })
        .collect();
    let concealed = diagnostic::conceal(report, sources, &radier::check::secrets(sources));
    let (report, sources) = concealed
        .as_ref()
        .map_or((report, sources), |(report, sources)| (report, sources));
    let reports = [(report, sources)];
    diagnostic::human(
        report,
        sources,
        Style {
            colour: false,
            unicode: true,
            width: 80,
        },
    );
    diagnostic::short(report, sources);
    let json = diagnostic::json(&reports);
    serde_json::from_str::<serde_json::Value>(&json).expect("no JSON");
    serde_json::from_str::<serde_json::Value>(&diagnostic::sarif(&reports, &rules, "0"))
        .expect("no SARIF");
    diagnostic::github(&reports);
    diagnostic::gitlab(&reports);
    diagnostic::rdjson(&reports);
    diagnostic::junit(&reports, &rules);
}

/// What is emitted has names that every system takes, each once, is YAML, and is the same each
/// time.
pub fn build(data: &[u8]) {
    let Some(input) = Input::read(data) else {
        return;
    };
    let (compilation, sources) = input.compile();
    if compilation.report.has_errors() {
        return print(&compilation.report, &sources);
    }
    let files = emit(&compilation);
    if data.len().is_multiple_of(8) {
        assert!(files == emit(&input.compile().0), "two builds differ");
    }
}

fn emit(compilation: &radier::Compilation) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut names = BTreeSet::new();
    radier::emit::all(&compilation.model, &compilation.parts, &mut |artifact| {
        let path = &artifact.path;
        assert!(
            !path.starts_with('/')
                && path
                    .split('/')
                    .all(|part| !["", ".", ".."].contains(&part) && part.len() <= 255),
            "{path}"
        );
        assert!(
            !path.contains([' ', '\n', '\0', '\\']) && !artifact.entity.contains('\n'),
            "{path:?} {:?}",
            artifact.entity
        );
        assert!(names.insert(path.to_lowercase()), "{path} is written twice");
        assert!(!artifact.text.contains(radier::emit::BROKEN), "{path}");
        if path.ends_with(".yaml") {
            radier::yaml::documents(&artifact.text)
                .unwrap_or_else(|problem| panic!("{path}: {problem:?}"));
        }
        files.insert(artifact.path, artifact.text);
    });
    files
}

/// A style keeps meaning and comments, and is one.
pub fn fmt(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    assert!(
        syntax::tokens(text)
            .iter()
            .map(|token| token.text)
            .collect::<String>()
            == text,
        "tokens lose text"
    );
    let mut report = Report::default();
    let before = syntax::parse(text, FileId(0), &mut report);
    let new = syntax::format(text);
    if report.has_errors() {
        return;
    }
    let after = syntax::parse(&new, FileId(0), &mut report);
    assert!(!report.has_errors(), "what is formatted has mistakes");
    assert!(
        syntax::same(&before.nodes, &after.nodes),
        "the meaning has changed"
    );
    assert!(
        syntax::format(&new) == new,
        "formatting again changes something"
    );
    let comments = |text: &str| {
        syntax::tokens(text)
            .iter()
            .filter(|token| matches!(token.kind, Kind::LineComment | Kind::BlockComment))
            .count()
    };
    assert!(comments(text) == comments(&new), "a comment is lost");
}

/// Mending comes to an end, and what is kept of it never has more errors.
pub fn fix(data: &[u8]) {
    let Some(input) = Input::read(data) else {
        return;
    };
    let mut text = input.main.to_string();
    let (first, _) = input.compile();
    let (mut report, mut errors) = (first.report, usize::MAX);
    for _ in 0..8 {
        errors = errors.min(report.count(Level::Error));
        let own = report
            .iter()
            .filter(|finding| finding.primary.span.file == FileId(0));
        let fixes: Vec<&Fix> = own
            .filter_map(|finding| finding.fix.as_ref())
            .filter(|fix| fix.span.file == FileId(0))
            .collect();
        let (new, count) = diagnostic::mended(&text, fixes);
        if count == 0 || new == text {
            return;
        }
        let (after, _) = input.compile_as(&new);
        if after.report.count(Level::Error) > errors {
            return;
        }
        (text, report) = (new, after.report);
    }
}

/// Locks and journals that somebody has changed: nothing outside is touched, and nothing foreign is
/// lost.
pub fn output(data: &[u8]) {
    use radier::output::{Artifact, Lock, apply, hash, is_intact, plan};
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    let lab = tempfile::tempdir().unwrap();
    let out = lab.path().join("out");
    fs::create_dir_all(out.join("a")).unwrap();
    for (path, text) in [
        ("victim", "precious"),
        ("out/foreign.txt", "precious"),
        ("out/a/x.yaml", "x: 1\n"),
    ] {
        fs::write(lab.path().join(path), text).unwrap();
    }
    let honest = Lock::new(
        [(
            "a/x.yaml".to_string(),
            hash(b"x: 1\n"),
            "node/x".to_string(),
        )],
        "0.1.0",
    )
    .text();
    let (lock, journal) = match kind % 3 {
        0 => (rest, None),
        1 => (honest.as_bytes(), Some(rest)),
        _ => (&rest[..rest.len() / 2], Some(&rest[rest.len() / 2..])),
    };
    journal
        .iter()
        .for_each(|text| fs::write(out.join(".radier.journal"), text).unwrap());
    let Some(Ok(lock)) = std::str::from_utf8(lock).ok().map(Lock::parse) else {
        return;
    };
    assert_eq!(
        Lock::parse(&lock.text()).as_ref(),
        Ok(&lock),
        "a lock is not read as it is written"
    );
    let artifact = |path: &str, text: &str| Artifact {
        path: path.to_string(),
        entity: "node/x".to_string(),
        text: text.to_string(),
    };
    let known = |path: &str| String::from_utf8_lossy(rest).contains(path);
    is_intact(&out, &lock);
    let artifacts = [
        artifact("a/x.yaml", "x: 2\n"),
        artifact("b/y.yaml", "y: 1\n"),
    ];
    if let Ok(plan) = plan(artifacts, &out, Some(&lock), "0.1.0")
        && plan.conflicts.is_empty()
    {
        apply(&plan, &out, &mut || {}).unwrap();
        assert_eq!(fs::read_to_string(out.join("b/y.yaml")).unwrap(), "y: 1\n");
    }
    assert_eq!(
        fs::read_to_string(lab.path().join("victim")).unwrap(),
        "precious"
    );
    assert!(
        known("foreign.txt") || out.join("foreign.txt").exists(),
        "a foreign file is gone"
    );
}

/// What is read is written so that it is read again.
pub fn yaml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(documents) = radier::yaml::documents(text) else {
        return;
    };
    let written = radier::yaml::stream(&documents);
    let again = radier::yaml::documents(&written)
        .unwrap_or_else(|problem| panic!("{problem:?}\n{written}"));
    // `NaN` is not equal to itself.
    assert!(
        format!("{documents:?}") == format!("{again:?}"),
        "{written}"
    );
}

/// A template ends, whatever it says.
pub fn template(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    const PLATFORM: &str = include_str!("../tests/it/prelude.kdl");
    const VM: &str = "club \"t\" {\n    quota { cpu 4; memory \"8GiB\"; storage \"50GiB\" }\n    \
                      vm \"t\" cpu=1 memory=\"1GiB\" {\n        disk \"root\" image=\"debian-13\" \
                      size=\"20GiB\"\n        cloud-init \"t.j2\"\n    }\n}\n";
    let platform = format!("{PLATFORM}{VM}");
    let input = Input {
        main: &platform,
        beside: vec![text],
    };
    let (compilation, sources) = input.compile();
    print(&compilation.report, &sources);
    if !compilation.report.has_errors() {
        emit(&compilation);
    }
}

/// Secrets are found between characters, in order, none inside of another; hidden, none of them is
/// printed.
pub fn secrets(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut sources = Sources::default();
    sources.add("infra/infra.kdl", text);
    let found = radier::check::secrets(&sources);
    assert!(found.iter().all(|at| {
        text.get(at.start as usize..at.end as usize)
            .is_some_and(|part| !part.is_empty())
    }));
    assert!(
        found.windows(2).all(|pair| pair[0].end <= pair[1].start),
        "{found:?}"
    );
    let starred = diagnostic::starred(text, &found);
    assert_eq!(starred.len(), text.len());
}
