//! Manifests of the description's own: their text as it is, behind the first lines of every file.

use super::{Context, Sink};
use crate::model::{ManifestText, Manifests};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    for manifests in &context.model.manifests {
        for ManifestText { path, body, .. } in &manifests.texts {
            let body = body
                .trim_start_matches('\u{feff}')
                .trim_end()
                .replace('\r', "")
                + "\n";
            sink.text(
                format!("{}/{}", folder(manifests), file_name(path)),
                &manifests.entity(),
                &body,
            );
        }
    }
}

/// Folder below `out/`.
pub(super) fn folder(manifests: &Manifests) -> String {
    format!("extra/{}", manifests.decl.name)
}

/// `extra/a/b.yaml` -> `extra-a-b.yaml`: files of one folder cannot meet. Argo CD reads `.yaml`,
/// `.yml` and `.json`.
fn file_name(path: &str) -> String {
    let name = path.trim_start_matches("./").replace('/', "-");
    if name.ends_with(".yaml") {
        name
    } else {
        format!("{}.yaml", name.trim_end_matches(".yml"))
    }
}
