//! Argo CD: its own values, projects, the root Application, and one Application per part and per
//! club.

mod apps;
mod projects;
mod root;
mod values;

use super::context::{Context, Sink};
use super::k8s::{PodSecurity, metadata, namespace, object};
use crate::model::Model;
use crate::model::constants::NAMESPACE_ARGOCD;
use crate::parts::argocd::PART;
use crate::yaml::{Value, list, map};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entity = PART.entity(context.model);
    values::emit(context, sink);
    let mut own = vec![namespace(NAMESPACE_ARGOCD, PodSecurity::Baseline)];
    let accounts = context.parts.installed().flat_map(|part| part.accounts);
    own.extend(accounts.map(|name| {
        object(
            "v1",
            "ServiceAccount",
            metadata(name, Some(NAMESPACE_ARGOCD)),
        )
    }));
    own.extend(admins(context.model));
    sink.yaml(format!("{}/argocd.yaml", PART.manifests()), &entity, &own);
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
