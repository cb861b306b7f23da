//! One Application per part, club and set of manifests.

use crate::emit::app::FOLDER;
use crate::emit::context::{Context, Sink};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    for app in &context.apps {
        let path = format!("{}/apps/{}.yaml", FOLDER, app.name);
        sink.yaml(path, &app.entity, &[app.object(context.model)]);
    }
}
