//! Objects that `out/` holds: what they are called, and the line of the description that they come
//! from. Two of one name would overwrite each other, and nobody else may write one of them. A test
//! holds this against what is emitted.

use super::Parts;
use crate::model::Model;
use crate::model::constants::NAMESPACE_ARGOCD;
use crate::source::Span;
use std::borrow::Cow;

/// One object, or one application of objects.
#[derive(Clone, Debug)]
pub struct Written<'m> {
    pub kind: &'static str,
    /// None for objects of the cluster.
    pub namespace: Option<Cow<'m, str>>,
    pub name: Cow<'m, str>,
    /// Where its name is from; empty for parts of the platform.
    pub at: Span,
    /// Which part of the description: `VM`, `disk`.
    pub of: &'static str,
}

impl Written<'_> {
    /// An object of a part, which no line of the description names.
    pub(super) fn part(
        kind: &'static str,
        namespace: Option<&'static str>,
        name: &'static str,
    ) -> Self {
        Self {
            kind,
            namespace: namespace.map(Cow::Borrowed),
            name: Cow::Borrowed(name),
            at: Span::default(),
            of: "platform",
        }
    }
}

pub(super) fn all<'m>(parts: &Parts, model: &'m Model) -> Vec<Written<'m>> {
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
