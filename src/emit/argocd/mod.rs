//! Argo CD: its own values, projects, the root Application, and one Application per part and per
//! club.

mod apps;
mod projects;
mod root;
mod values;

use super::context::{Context, Sink};
use super::k8s::{Object, PodSecurity, group, namespace};
use crate::model::Model;
use crate::model::constants::NAMESPACE_ARGOCD;
use crate::parts::argocd::PART;
use crate::yaml::{Value, list};

pub(super) fn emit(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entity = PART.entity(context.model);
    values::emit(context, sink);
    let mut own = vec![namespace(NAMESPACE_ARGOCD, PodSecurity::Baseline).value()];
    let accounts = context.parts.installed().flat_map(|part| part.accounts);
    own.extend(accounts.map(|name| {
        let account = Object::new("v1", "ServiceAccount").named(name);
        account.within(NAMESPACE_ARGOCD).value()
    }));
    own.extend(admins(context.model));
    sink.yaml(format!("{}/argocd.yaml", PART.manifests()), &entity, &own);
    projects::emit(context, sink);
    root::emit(context, sink, &entity);
    apps::emit(context, sink);
}

/// The group that may do everything in Kubernetes.
fn admins(model: &Model) -> Option<Value> {
    let admins = model.names().group(model.platform.admins.as_ref()?);
    let binding = Object::new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding")
        .named("platform-admins")
        .role("ClusterRole", "cluster-admin")
        .with("subjects", list![group(&admins)]);
    Some(binding.value())
}
