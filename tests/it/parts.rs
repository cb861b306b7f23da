//! Parts: one that leaves the list leaves everything, and what it serves is missed.

use crate::platforms;
use crate::support::{Memory, PRELUDE, TODAY};
use radier::parts::{self, From, Part, Share, Written};
use radier::source::Sources;
use radier::upstream::kubernetes;
use radier::{Compilation, emit};

/// All parts but one.
fn without(part: &Part) -> Vec<&'static Part> {
    let others = parts::ALL.iter().filter(|other| other.name != part.name);
    others.copied().collect()
}

fn artifacts(compilation: &Compilation) -> Vec<(String, String)> {
    let mut all = Vec::new();
    emit::all(&compilation.model, &compilation.parts, &mut |artifact| {
        all.push((artifact.path, artifact.text));
    });
    all
}

/// What only this part has in `out/`: its folder, its Application, and where it comes from.
fn traces(part: &Part, compilation: &Compilation) -> Vec<String> {
    let model = &compilation.model;
    let mut all = vec![
        format!("{}/", part.folder()),
        format!("argocd/apps/{}.yaml", part.name),
    ];
    match part.from {
        From::Chart { name, .. } => all.push(format!("chart: {name}\n")),
        From::Release(urls) => all.extend(urls(model)),
        From::Talos => all.push(format!("name: {}\n", part.name)),
        From::Ours => {}
    }
    all.extend(part.image.map(|image| image(&model.versions)));
    all.extend(
        (part.clusters)(model)
            .iter()
            .map(|name| format!("name: {name}\n")),
    );
    all.extend(part.accounts.iter().map(|name| format!("name: {name}\n")));
    all
}

#[test]
fn a_part_that_leaves_the_list_leaves_the_output() {
    for part in parts::ALL {
        let mut seen = 0;
        for platform in platforms::all() {
            let text = platform.text();
            let with = platform.compile(&text);
            if !with.parts.has(part) {
                continue;
            }
            let traces = traces(part, &with);
            let found = |compilation: &Compilation| -> Vec<String> {
                let files = artifacts(compilation);
                let of_part = |trace: &&String| {
                    let is_in = |(path, text): &(String, String)| {
                        !path.starts_with("runbooks/")
                            && (path.contains(*trace) || text.contains(*trace))
                    };
                    files.iter().any(is_in)
                };
                traces.iter().filter(of_part).cloned().collect()
            };
            seen += found(&with).len();
            let (without, _) = platform.compile_with(&without(part), &text);
            let left = found(&without);
            assert!(
                left.is_empty(),
                "{}: {}: {left:?}",
                platform.name,
                part.name
            );
            let written = without.parts.written(&without.model);
            let is_its = |object: &&Written<'_>| {
                object.kind == "Application" && object.name == part.name
                    || object.kind == "Namespace" && part.namespaces.contains(&&*object.name)
            };
            assert_eq!(written.iter().find(is_its).map(|object| &object.name), None);
        }
        // Flannel on a contract of documents is what Talos does without a word.
        assert!(
            seen > 0 || part.from.is_of_talos(),
            "{} is on no platform",
            part.name
        );
    }
}

#[test]
fn a_part_that_leaves_the_list_leaves_the_rules() {
    for part in parts::ALL {
        let mut text = PRELUDE.to_string();
        text.extend(
            part.chart()
                .map(|chart| format!("values \"{chart}\" {{ a 1; }}\n")),
        );
        let mut sources = Sources::default();
        sources.add("infra.kdl", &text);
        let others = without(part);
        let found = radier::compile_with(&others, &mut sources, &Memory(Vec::new()), Some(TODAY));
        assert!(!found.parts.has(part) && found.parts.known().all(|other| other.name != part.name));
        if let Some(chart) = part.chart() {
            assert!(found.parts.protections(chart).is_empty());
            let its = ["values/no-chart", "values/undoes-protection"];
            assert!(
                !found
                    .report
                    .iter()
                    .any(|finding| its.contains(&finding.rule))
            );
        }
        let page = parts::markdown(&others);
        assert!(!page.contains(&format!("\n## `{}`\n", part.name)));
        assert!(parts::markdown(parts::ALL).contains(&format!("\n## `{}`\n", part.name)));
    }
}

#[test]
fn a_part_that_leaves_the_list_leaves_the_ledgers() {
    let mut takers = 0;
    for platform in platforms::all() {
        let text = platform.text();
        let with = platform.compile(&text);
        for part in with.parts.installed() {
            let (less, _) = platform.compile_with(&without(part), &text);
            let (all, rest) = (with.parts.take(&with.model), less.parts.take(&less.model));
            let shares = (part.takes)(&with.model);
            for at in 0..with.model.nodes.len() {
                let share = shares.get(at).copied().unwrap_or(Share::NOTHING);
                assert_eq!(all[at].memory, rest[at].memory + share.memory);
                assert_eq!(all[at].millicpu, rest[at].millicpu + share.millicpu);
                takers += usize::from(share.memory > 0);
            }
        }
    }
    assert!(takers > 0);
}

/// Objects of a kind that nothing serves are told, once, and only then.
#[test]
fn a_kind_without_its_part_is_missed() {
    let mut told = 0;
    for part in parts::ALL.iter().filter(|part| !part.kinds.is_empty()) {
        let is_its = |name: &&str| {
            let api = name.rsplit_once('/').map_or("", |(api, _)| api);
            part.kinds.iter().any(|file| kubernetes::serves(file, api))
        };
        let name = kubernetes::kinds().find(is_its).unwrap();
        let (api, kind) = name.rsplit_once('/').unwrap();
        let object = format!(
            "manifests \"mine\" namespace=\"default\" {{\n    yaml \"\"\"\n        apiVersion: \
             {api}\n        kind: {kind}\n        metadata:\n          name: mine\n        \
             \"\"\"\n}}\n"
        );
        for platform in platforms::all() {
            let text = format!("{}\n{object}", platform.text());
            let (compilation, _) = platform.compile_with(parts::ALL, &text);
            let mut rules = compilation.report.iter().map(|finding| finding.rule);
            let is_missed = rules.any(|rule| rule == "manifests/not-installed");
            assert_eq!(
                is_missed,
                !compilation.parts.has(part),
                "{}: {name}",
                platform.name
            );
            told += usize::from(is_missed);
        }
    }
    assert!(told > 10, "only {told}");
}

#[test]
fn every_part_says_what_it_is() {
    let mut names: Vec<&str> = parts::ALL.iter().map(|part| part.name).collect();
    for part in parts::ALL {
        assert!(
            !part.title.is_empty() && part.what.ends_with('.'),
            "{}",
            part.name
        );
        assert!(!part.needs.is_empty(), "{}", part.name);
    }
    names.dedup();
    assert_eq!(names.len(), parts::ALL.len());
    assert!(names.is_sorted());
}
