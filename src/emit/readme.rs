//! `out/README.md`: what this folder is.

use super::{Context, Sink, prose};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entity = format!("platform/{}", context.model.platform.name);
    let text = prose::render(include_str!("readme.md.j2"), &context.facts);
    sink.markdown("README.md", &entity, &text);
}
