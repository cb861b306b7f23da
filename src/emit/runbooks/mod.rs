//! What people do by hand, with this platform's names. Never under a path that Argo CD reads.

use super::context::{Context, Sink};
use super::prose;
use minijinja::context;

/// Below `out/`.
pub(super) const FOLDER: &str = "runbooks";

/// What pages share, before each of them.
const SHARED: &str = include_str!("shared.j2");

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let entity = format!("cluster/{}", model.cluster.decl.name);
    let facts = &context.facts;
    let pages = [
        ("bootstrap", include_str!("bootstrap.md.j2"), true),
        ("change", include_str!("change.md.j2"), true),
        ("add-node", include_str!("add-node.md.j2"), true),
        ("upgrade", include_str!("upgrade.md.j2"), true),
        ("etcd", include_str!("etcd.md.j2"), true),
        (
            "replace-disk",
            include_str!("replace-disk.md.j2"),
            model.storage.is_some(),
        ),
    ];
    for (name, template, wanted) in pages {
        if wanted {
            sink.markdown(
                format!("{FOLDER}/{name}.md"),
                &entity,
                &prose::render(&format!("{SHARED}{template}"), facts),
            );
        }
    }
    wipe(context, sink);
}

/// One page for each machine with disks for storage.
fn wipe(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (model, facts) = (context.model, &context.facts);
    for (at, node) in model
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.has_storage())
    {
        let this = facts
            .get_attr("nodes")
            .and_then(|nodes| nodes.get_item_by_index(at))
            .unwrap_or_default();
        let text = prose::render(
            include_str!("wipe.md.j2"),
            &context! { node => this, omni => model.cluster.is_omni() },
        );
        sink.markdown(
            format!("{FOLDER}/wipe-{}.md", node.decl.name),
            &node.entity(),
            &text,
        );
    }
}
