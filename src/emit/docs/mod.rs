//! Pages for people, in English and French, ready for MkDocs.

use super::context::{Context, Sink};
use super::prose;

/// Page, its English template, its French one.
const PAGES: [(&str, &str, &str); 6] = [
    (
        "hardware",
        include_str!("en/hardware.md.j2"),
        include_str!("fr/hardware.md.j2"),
    ),
    (
        "network",
        include_str!("en/network.md.j2"),
        include_str!("fr/network.md.j2"),
    ),
    (
        "storage",
        include_str!("en/storage.md.j2"),
        include_str!("fr/storage.md.j2"),
    ),
    (
        "clubs",
        include_str!("en/clubs.md.j2"),
        include_str!("fr/clubs.md.j2"),
    ),
    (
        "vms",
        include_str!("en/vms.md.j2"),
        include_str!("fr/vms.md.j2"),
    ),
    (
        "secrets",
        include_str!("en/secrets.md.j2"),
        include_str!("fr/secrets.md.j2"),
    ),
];

/// Below `out/`.
pub(super) const FOLDER: &str = "docs";

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let model = context.model;
    let entity = format!("platform/{}", model.platform.name);
    for (page, english, french) in PAGES {
        let wanted = match page {
            "storage" => model.storage.is_some(),
            "clubs" => !model.clubs.is_empty(),
            "vms" => model.has_vms(),
            _ => true,
        };
        if wanted {
            sink.markdown(
                format!("{FOLDER}/en/{page}.md"),
                &entity,
                &prose::render(english, &context.facts),
            );
            sink.markdown(
                format!("{FOLDER}/fr/{page}.md"),
                &entity,
                &prose::render(french, &context.facts),
            );
        }
    }
}
