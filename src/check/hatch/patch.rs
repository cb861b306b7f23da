//! Documents of Talos patches.

use super::document::{Document, Text};
use crate::language::Patch;
use crate::model::Model;
use crate::source::Sources;
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

/// What upstream takes here; none for a kind that `patch/unknown-kind` tells of.
fn shape(contract: u64, document: &PatchDocument<'_>) -> Option<Shape> {
    talos::document(contract, document.kind())
}
