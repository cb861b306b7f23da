//! Patches of Talos' machine configuration: one per role, one per node, the description's own last.
//!
//! Each setting is a [`Piece`]. What all machines of a role share goes to the role's file, the rest
//! to the nodes': no setting stands in two layers, because Talos appends lists when it merges.

mod cluster;
mod install;
mod links;
mod machine;
mod piece;
mod scheduler;
mod volumes;

use super::context::{Context, Sink};
use super::overrides;
use super::overrides::Override;
use crate::language::Role;
use crate::model::{Model, Node};
use crate::yaml::{self, Value};
use piece::{Piece, assemble};

pub(super) use install::{by_id, installer_image};

/// Below `out/`.
pub(super) const FOLDER: &str = "talos";

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    for role in [Role::ControlPlane, Role::Worker] {
        let nodes: Vec<(&Node, Vec<Piece>)> = model
            .nodes_of(role)
            .map(|node| (node, pieces(context, node)))
            .collect();
        let shared = shared(&nodes);
        let documents = assemble(&shared);
        if !nodes.is_empty() && !documents.is_empty() {
            sink.yaml(
                role_path(role),
                &format!("cluster/{}", model.cluster.decl.name),
                &documents,
            );
        }
        for (node, pieces) in &nodes {
            let own: Vec<Piece> = pieces
                .iter()
                .filter(|piece| !shared.contains(piece))
                .cloned()
                .collect();
            sink.yaml(node_path(node), &node.entity(), &assemble(&own));
        }
    }
    sink.overrides.extend(overridden(context));
    for (at, patch) in model.patches.iter().enumerate() {
        let body = patch.body.trim_end().to_string() + "\n";
        sink.text(
            patch_path(model, at),
            &format!("patch/talos/{}", patch.on),
            &body,
        );
    }
}

/// Settings of the first machine that each patch reaches, where the patch says otherwise.
fn overridden(context: &Context<'_>) -> Vec<Override> {
    let model = context.model;
    let mut all = Vec::new();
    for (at, patch) in model.patches.iter().enumerate() {
        let Some(node) = model
            .nodes
            .iter()
            .find(|node| patches_of(model, node).any(|of_node| of_node == at))
        else {
            continue;
        };
        let ours = assemble(&pieces(context, node));
        for theirs in yaml::documents(&patch.body).unwrap_or_default() {
            let same = |document: &&Value| {
                ["kind", "name"]
                    .iter()
                    .all(|key| document.get(key) == theirs.get(key))
            };
            if let Some(document) = ours.iter().find(same) {
                let kind = theirs.get("kind").map_or(String::new(), |kind| {
                    format!(" ({})", yaml::document(kind).trim_end())
                });
                // Talos appends to lists.
                all.extend(overrides::find(
                    &format!("patch of talos on `{}`{kind}", patch.on),
                    document,
                    &theirs,
                    overrides::Merge::Talos,
                ));
            }
        }
    }
    all
}

/// Path of a role's patch below `out/`.
pub(super) fn role_path(role: Role) -> String {
    match role {
        Role::ControlPlane => format!("{FOLDER}/controlplane.yaml"),
        Role::Worker => format!("{FOLDER}/worker.yaml"),
    }
}

pub(super) fn node_path(node: &Node) -> String {
    format!("{FOLDER}/nodes/{}.yaml", node.decl.name)
}

/// Path of the description's own patch, by its index in the model.
pub(super) fn patch_path(model: &Model, at: usize) -> String {
    let on = model.patches.get(at).map_or("", |patch| patch.on.as_str());
    format!("{FOLDER}/patches/{:02}-{on}.yaml", at + 1)
}

/// Indexes of the description's patches that reach a node, in the order in which they are applied.
pub(super) fn patches_of<'m>(model: &'m Model, node: &'m Node) -> impl Iterator<Item = usize> + 'm {
    model
        .patches
        .iter()
        .enumerate()
        .filter(|(_, patch)| node.is_called(&patch.on))
        .map(|(at, _)| at)
}

/// The role's patch has content.
pub(super) fn has_role_patch(context: &Context<'_>, role: Role) -> bool {
    let nodes: Vec<(&Node, Vec<Piece>)> = context
        .model
        .nodes_of(role)
        .map(|node| (node, pieces(context, node)))
        .collect();
    !shared(&nodes).is_empty()
}

/// Everything that is said to one machine.
fn pieces(context: &Context<'_>, node: &Node) -> Vec<Piece> {
    let mut all = Vec::new();
    install::pieces(context.model, node, &mut all);
    machine::pieces(context.model, node, &mut all);
    cluster::pieces(context, node, &mut all);
    links::pieces(context.model, node, &mut all);
    volumes::pieces(context.model, node, &mut all);
    all
}

/// Pieces that every machine of a role has.
fn shared(nodes: &[(&Node, Vec<Piece>)]) -> Vec<Piece> {
    let Some(((_, first), others)) = nodes.split_first() else {
        return Vec::new();
    };
    let everywhere =
        |piece: &Piece| !piece.own && others.iter().all(|(_, pieces)| pieces.contains(piece));
    first
        .iter()
        .filter(|piece| everywhere(piece))
        .cloned()
        .collect()
}
