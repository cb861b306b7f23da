//! The snapshot controller.

use crate::emit::context::{Context, Sink};
use crate::emit::k8s::kustomization;
use crate::parts::snapshots::PART;

pub fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let kustomization = kustomization(PART.remote(context.model), Vec::new());
    let path = format!("{}/kustomization.yaml", PART.manifests());
    sink.yaml(path, &PART.entity(context.model), &[kustomization]);
}
