//! All objects of `out/`: those of parts, of tenants and of `manifests`.
//!
//! Must not know: single parts.

use super::installed::Parts;
use super::written::Written;
use crate::model::Model;
use crate::model::constants::NAMESPACE_ARGOCD;
use std::borrow::Cow;

impl Parts {
    /// Objects of `out/`, but the borders of tenants (quotas, policies, roles), which belong to
    /// their namespace.
    pub fn written<'m>(&self, model: &'m Model) -> Vec<Written<'m>> {
        all(self, model)
    }
}

fn all<'m>(parts: &Parts, model: &'m Model) -> Vec<Written<'m>> {
    let mut all = Vec::new();
    for part in parts.installed() {
        let application = part.application.as_ref();
        all.extend(
            application.map(|_| Written::part("Application", Some(NAMESPACE_ARGOCD), part.name)),
        );
        let namespaces = part.namespaces.iter();
        all.extend(namespaces.map(|name| Written::part("Namespace", None, name)));
        (part.objects)(model, &mut all);
    }
    tenants(model, &mut all);
    for manifests in model
        .manifests
        .iter()
        .filter(|manifests| !manifests.texts.is_empty())
    {
        all.push(Written {
            kind: "Application",
            namespace: Some(Cow::Borrowed(NAMESPACE_ARGOCD)),
            name: model.names().extra(manifests).into(),
            at: manifests.decl.name.span,
            of: "manifests",
        });
    }
    all
}

fn tenants<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    let names = model.names();
    let mut add = |kind, namespace: Option<&'static str>, name: String, at, of| {
        all.push(Written {
            kind,
            namespace: namespace.map(Cow::Borrowed),
            name: name.into(),
            at,
            of,
        });
    };
    let argocd = Some(NAMESPACE_ARGOCD);
    for (index, club) in model.clubs.iter().enumerate() {
        let at = club.decl.name.span;
        add("Namespace", None, names.club(club), at, "club");
        add("AppProject", argocd, names.club(club), at, "club");
        add("Application", argocd, names.club(club), at, "club");
        if model.vms_of(index).next().is_some() {
            let of = "club, for its VMs,";
            add("Application", argocd, names.club_vms(club), at, of);
        }
        for inner in &club.decl.namespace {
            let name = names.club_namespace(club, &inner.name);
            add("Namespace", None, name, inner.name.span, "namespace");
        }
    }
}
