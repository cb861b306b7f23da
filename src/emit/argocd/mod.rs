//! Argo CD: its own values, projects, the root Application, and one Application per part and per
//! club.

mod app;
mod apps;
mod projects;
mod root;
mod values;

pub use apps::all as apps;

use super::k8s::{PodSecurity, metadata, namespace, object};
use super::{Context, Sink};
use crate::model::Model;
use crate::model::constants::{NAMESPACE_ARGOCD, REGISTRAR};
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entity = format!("platform/{}", context.model.platform.name);
    values::emit(context, sink, &entity);
    let mut own = vec![namespace(NAMESPACE_ARGOCD, PodSecurity::Baseline)];
    if !context.model.vclusters.is_empty() {
        own.push(object(
            "v1",
            "ServiceAccount",
            metadata(REGISTRAR, Some(NAMESPACE_ARGOCD)),
        ));
    }
    own.extend(admins(context.model));
    sink.yaml("platform/argocd/manifests/argocd.yaml", &entity, &own);
    projects::emit(context, sink);
    root::emit(context, sink, &entity);
    apps::emit(context, sink);
}

/// The group that may do everything in Kubernetes.
fn admins(model: &Model) -> Option<Value> {
    let group = model.names().group(model.platform.admins.as_ref()?);
    let api = "rbac.authorization.k8s.io";
    let mut binding = object(
        "rbac.authorization.k8s.io/v1",
        "ClusterRoleBinding",
        metadata("platform-admins", None),
    );
    binding.set(
        "roleRef",
        map! { "apiGroup" => api, "kind" => "ClusterRole", "name" => "cluster-admin" },
    );
    binding.set(
        "subjects",
        list![map! { "kind" => "Group", "name" => group, "apiGroup" => api }],
    );
    Some(binding)
}
