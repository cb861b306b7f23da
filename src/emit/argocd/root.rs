//! The root Application: applies projects and Applications. People apply it once, at bootstrap.

use crate::emit::app::{FOLDER, IN_CLUSTER, git_source, in_repository, sync_policy};
use crate::emit::context::{Context, Sink};
use crate::emit::k8s::Object;
use crate::model::constants::{NAMESPACE_ARGOCD, PROJECT_PLATFORM};
use crate::yaml::map;

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>, entity: &str) {
    let model = context.model;
    let path = in_repository(model, FOLDER);
    // No finalizer: deleting the root must not delete the platform.
    let root = Object::new("argoproj.io/v1alpha1", "Application")
        .named("root")
        .within(NAMESPACE_ARGOCD)
        .annotation(
            "argocd.argoproj.io/manifest-generate-paths",
            &format!("/{path}"),
        );
    let mut source = git_source(model, Some(path), None);
    // Not itself: the sync would wait for its own health, which is that of its children.
    source.set(
        "directory",
        map! { "recurse" => true, "exclude" => "root.yaml" },
    );
    let root = root.with(
        "spec",
        map! {
            "project" => PROJECT_PLATFORM,
            "source" => source,
            "destination" => map! { "server" => IN_CLUSTER, "namespace" => NAMESPACE_ARGOCD },
            "syncPolicy" => sync_policy(&[
                "ServerSideApply=true",
                "PruneLast=true",
                "FailOnSharedResource=true",
            ]),
        },
    );
    sink.yaml(format!("{}/root.yaml", FOLDER), entity, &[root.value()]);
}
