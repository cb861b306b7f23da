//! Manifests of the description's own: their text as it is, behind the first lines of every file.

use super::app::App;
use super::context::{Context, Sink};
use crate::model::{ManifestText, Manifests, Model};
use crate::yaml;
use std::collections::BTreeSet;

/// Below `out/`.
pub(super) const FOLDER: &str = "extra";

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
fn folder(manifests: &Manifests) -> String {
    format!("{FOLDER}/{}", manifests.decl.name)
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

/// Their Applications.
pub(super) fn apps(model: &Model) -> Vec<App> {
    let app = |manifests: &Manifests| {
        let namespace = manifests.decl.namespace.as_ref();
        App {
            name: model.names().extra(manifests),
            entity: manifests.entity(),
            wave: manifests.decl.wave.value,
            namespace: namespace
                .map_or("default", |name| &name.value.0)
                .to_string(),
            manifests: Some(folder(manifests)),
            also: namespaces(manifests).into_iter().collect(),
            ..App::default()
        }
    };
    let filled = model
        .manifests
        .iter()
        .filter(|manifests| !manifests.texts.is_empty());
    filled.map(app).collect()
}

/// Namespaces that the objects themselves name.
fn namespaces(manifests: &Manifests) -> BTreeSet<String> {
    let documents = manifests
        .texts
        .iter()
        .flat_map(|text| yaml::nodes(&text.body).unwrap_or_default());
    let named = documents.filter_map(|object| {
        object
            .at_path(&["metadata", "namespace"])
            .map(|(_, name)| name.text().to_string())
    });
    named.filter(|name| !name.is_empty()).collect()
}
