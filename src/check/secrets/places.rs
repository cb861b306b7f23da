//! Where secrets stand in a description: in its text, in what escape hatches say however it is
//! written, in the files of VMs.

use super::find::{find_all, find_in};
use super::secret::Secret;
use crate::check::hatch::{Hatches, Object, PatchDocument};
use crate::model::Model;
use crate::source::{Sources, Span, Spans};
use crate::upstream::talos;

/// A secret and its place in the description.
pub struct Placed {
    pub what: &'static str,
    pub is_sure: bool,
    pub span: Span,
    /// Of a file beside the description, which `span` names: the line, from 1.
    pub line: Option<usize>,
}

/// What looks like a secret in the text of files.
pub fn in_texts(sources: &Sources) -> Vec<Placed> {
    let found = |(file, source): (_, &crate::source::Source)| {
        find_all(&source.text).into_iter().map(move |secret| {
            placed(
                secret.what,
                secret.is_sure,
                Span::new(file, secret.at.start, secret.at.end),
            )
        })
    };
    sources.iter().flat_map(found).collect()
}

fn placed(what: &'static str, is_sure: bool, span: Span) -> Placed {
    Placed {
        what,
        is_sure,
        span,
        line: None,
    }
}

/// Every secret of a description, once.
pub fn all(model: &Model, hatches: &Hatches<'_>, sources: &Sources) -> Vec<Placed> {
    let mut found = in_texts(sources);
    let contents = of_secrets(hatches);
    found.retain(|secret| !contents.overlap(secret.span));
    let known: Spans = found.iter().map(|secret| secret.span).collect();
    let mut more = |secrets: Vec<Secret>, span: &dyn Fn(&std::ops::Range<usize>) -> Span| {
        let placed = secrets
            .into_iter()
            .map(|secret| placed(secret.what, secret.is_sure, span(&secret.at)));
        found.extend(
            placed.filter(|secret| !known.overlap(secret.span) && !contents.overlap(secret.span)),
        );
    };
    hatches
        .patches
        .iter()
        .for_each(|document| more(find_in(&document.node), &|at| document.span(at)));
    let objects = hatches
        .objects
        .iter()
        .filter(|object| object.known() != "Secret");
    objects.for_each(|object| more(find_in(&object.node), &|at| object.span(at)));
    hatches
        .values
        .iter()
        .for_each(|values| more(find_in(&values.node), &|at| values.span(at)));
    in_templates(model, &mut found);
    found
}

/// Contents of Secrets: `manifests/secret` and `patch/secret` tell of these.
fn of_secrets(hatches: &Hatches<'_>) -> Spans {
    let objects = hatches
        .objects
        .iter()
        .filter(|object| object.known() == "Secret")
        .flat_map(contents);
    objects
        .chain(hatches.patches.iter().flat_map(of_cluster))
        .collect()
}

/// What templates of VMs become.
fn in_templates(model: &Model, found: &mut Vec<Placed>) {
    for text in model
        .vms
        .iter()
        .flat_map(|vm| [&vm.user_data, &vm.network_data])
        .flatten()
    {
        for Secret { what, at, is_sure } in find_all(&text.value) {
            let line = text.value[..at.start].matches('\n').count() + 1;
            found.push(Placed {
                what,
                is_sure,
                span: text.span,
                line: Some(line),
            });
        }
    }
}

/// Secrets of the cluster that a patch sets.
fn of_cluster<'c>(document: &'c PatchDocument<'_>) -> impl Iterator<Item = Span> + 'c {
    let paths = talos::secret_fields(document.kind());
    paths
        .filter_map(|path| document.node.at_path(&path.split('.').collect::<Vec<_>>()))
        .map(|(_, value)| document.span(&value.at))
}

/// What a Secret keeps.
fn contents<'c>(object: &'c Object<'_>) -> impl Iterator<Item = Span> + 'c {
    let fields = ["data", "stringData"]
        .into_iter()
        .filter_map(|field| object.node.get(field));
    fields
        .filter(|content| !object.is_public(content))
        .map(|content| object.span(&content.at))
}
