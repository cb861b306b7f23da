//! Documents of Talos patches.

use super::{Document, Text};
use crate::check::Context;
use crate::language::Patch;
use crate::model::Model;
use crate::source::{Sources, Span};
use crate::upstream::{Reader, Shape, talos};
use crate::yaml::{self, Node};

/// One document of a Talos patch.
pub type PatchDocument<'m> = Document<'m, &'m Patch>;

pub(super) fn read<'m>(model: &'m Model, sources: &'m Sources) -> Vec<PatchDocument<'m>> {
    let contract = model.versions.contract.minor().1;
    let mut all = Vec::new();
    for patch in model.patches.iter() {
        let source = sources
            .get(patch.body.span.file)
            .map_or("", |source| source.text.as_str());
        let documents = yaml::nodes(&patch.body).unwrap_or_default();
        for node in documents.into_iter().filter(Node::has_keys) {
            let document = PatchDocument::new(
                patch,
                node,
                Text::Inside {
                    source,
                    literal: patch.body.span,
                    text: &patch.body,
                },
            );
            all.push(match shape(contract, &document) {
                Some(shape) => document.judged(
                    shape,
                    Reader::Patch,
                    format!("Talos 1.{}", talos::known_contract(contract)),
                    Some((1, contract)),
                    "talos-1.14",
                ),
                None => document,
            });
        }
    }
    all
}

/// Keys of a map that stands in the main document, or in a document of its own since a later
/// contract, and their places.
pub fn keys<'c>(
    cx: &'c Context<'_>,
    main: &[&str],
    kind: &str,
    field: &str,
) -> impl Iterator<Item = (&'c str, Span)> {
    let map = move |document: &'c PatchDocument<'_>| match document.kind() {
        "" => document.node.at_path(main).map(|(_, map)| map),
        own if own == kind => document.node.get(field),
        _ => None,
    };
    cx.hatches.patches.iter().flat_map(move |document| {
        let pairs = map(document).map_or(&[][..], Node::pairs);
        // A deletion says nothing of the key.
        pairs
            .iter()
            .filter(|(key, _)| key.text != "$patch")
            .map(|(key, _)| (key.text.as_str(), document.span(&key.at)))
    })
}

/// What upstream takes here; none for a kind that `patch/unknown-kind` tells of.
fn shape(contract: u64, document: &PatchDocument<'_>) -> Option<Shape> {
    talos::document(contract, document.kind())
}
