//! A part without an emitter of its own: what its declaration says is all there is to write.

use super::context::{Context, Sink};
use super::helm;
use super::k8s::{PodSecurity, kustomization, namespace};
use crate::parts::{From, Part};
use crate::yaml::map;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>, part: &Part) {
    let (model, folder) = (context.model, part.manifests());
    let Some(application) = &part.application else {
        return;
    };
    let entity = part.entity(model);
    let with_objects = (application.manifests)(model);
    match part.from {
        From::Chart { .. } => helm::values(context, sink, part, map! {}),
        From::Release(_) => {
            let kustomization = kustomization(part.remote(model), Vec::new());
            sink.yaml(
                format!("{folder}/kustomization.yaml"),
                &entity,
                &[kustomization],
            );
            return;
        }
        From::Ours | From::Talos => {}
    }
    for name in part.namespaces.iter().filter(|_| with_objects) {
        let path = format!("{folder}/namespace-{name}.yaml");
        sink.yaml(
            path,
            &entity,
            &[namespace(name, PodSecurity::Baseline).value()],
        );
    }
}
