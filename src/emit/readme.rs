//! `out/README.md`: what this folder is.

use super::context::{Context, Sink};
use super::prose;

/// Below `out/`.
pub(super) const FILE: &str = "README.md";

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entity = format!("platform/{}", context.model.platform.name);
    let text = prose::render(include_str!("readme.md.j2"), &context.facts);
    sink.markdown(FILE, &entity, &text);
}
