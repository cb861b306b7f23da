//! `manifests/taken`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "manifests/taken",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object is there already",
    why: "Two Applications that own one object take it from each other forever; with \
          `FailOnSharedResource` the second never becomes healthy.",
    fr: French {
        summary: "un objet existe déjà",
        why: "Deux Applications qui possèdent le même objet se le prennent sans fin ; avec \
              `FailOnSharedResource` la seconde n'est jamais saine.",
    },
    wrong: &[r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: club-robotics
        """
}
"#],
    right: &[r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: monitoring
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    if cx.hatches.objects.is_empty() {
        return;
    }
    let mut ours: FxHashMap<(&str, &str), Vec<Option<&str>>> = FxHashMap::default();
    for object in cx.written() {
        ours.entry((object.kind, &*object.name))
            .or_default()
            .push(object.namespace.as_deref());
    }
    let again = named_twice(cx, report);
    let mut seen: FxHashMap<(String, String, String), &Object<'_>> = FxHashMap::default();
    for object in cx.hatches.objects.iter().filter(|object| {
        !object.name().is_empty() && !again.contains(&object.owner.text.path.as_str())
    }) {
        let lives = |namespace: Option<&str>| {
            namespace.is_none_or(|namespace| ["", namespace].contains(&object.namespace()))
        };
        if ours
            .get(&(object.known(), object.name()))
            .is_some_and(|namespaces| namespaces.iter().copied().any(lives))
        {
            report.push(
                RULE.at(
                    place(object),
                    format!("Radier already creates {}", what(object)),
                )
                .label("made from the description")
                .help("remove this object; if you meant another one, give it another name"),
            );
            continue;
        }
        twice(object, &mut seen, report);
    }
}

/// Files that are named more than once: their objects are not told one by one.
fn named_twice<'m>(cx: &Context<'m>, report: &mut Report) -> Vec<&'m str> {
    let mut files: FxHashMap<&str, Span> = FxHashMap::default();
    let mut again = Vec::new();
    for path in cx
        .model
        .manifests
        .iter()
        .flat_map(|manifests| &manifests.decl.file)
    {
        match files.get(path.as_str()) {
            Some(first) => {
                let problem = RULE
                    .at(
                        path.span,
                        format!("the objects of `{path}` are here already"),
                    )
                    .label("named again here");
                report.push(
                    problem
                        .also(*first, "first here")
                        .help("name each file once"),
                );
                again.push(path.as_str());
            }
            None => drop(files.insert(path, path.span)),
        }
    }
    again
}

fn twice<'m>(
    object: &'m Object<'m>,
    seen: &mut FxHashMap<(String, String, String), &'m Object<'m>>,
    report: &mut Report,
) {
    let group = object
        .api_version()
        .rsplit_once('/')
        .map_or("", |(group, _)| group);
    let key = (
        format!("{group}/{}", object.kind()),
        object.namespace().to_string(),
        object.name().to_string(),
    );
    match seen.get(&key) {
        Some(first) => {
            report.push(
                RULE.at(place(object), format!("{} is declared twice", what(object)))
                    .label("again here")
                    .also(place(first), "first here")
                    .help("remove one of the two"),
            );
        }
        None => drop(seen.insert(key, object)),
    }
}

// Places are looked for only where something is told.
fn place(object: &Object<'_>) -> Span {
    object
        .node
        .at_path(&["metadata", "name"])
        .map_or_else(|| object.head(), |(_, name)| object.span(&name.at))
}
fn what(object: &Object<'_>) -> String {
    format!("{} `{}`", object.kind(), object.name())
}
