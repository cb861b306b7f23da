//! What is installed inside of each vcluster.
//!
//! Knows nothing of how Argo CD gets in.

use crate::emit::app::{self, git_source, in_repository};
use crate::emit::context::Sink;
use crate::emit::k8s::Object;
use crate::emit::tenancy;
use crate::model::constants::{LABEL_CLUB, LABEL_VCLUSTER, NAMESPACE_ARGOCD, PROJECT_PLATFORM};
use crate::model::{Club, Model, Vcluster};
use crate::yaml::{Value, list, map};

/// Where its people find what the platform knows of a vcluster. Their rights inside come from Argo
/// CD and from the kubeconfig: its API server knows no groups.
pub(super) fn baseline(model: &Model, club: &Club, vcluster: &Vcluster) -> Vec<Value> {
    let quota = &vcluster.decl;
    let limits = format!(
        "{} CPUs, {} of memory, {} of storage",
        quota.cpu, quota.memory, quota.storage
    );
    let data = map! {
        "club" => &*club.decl.name.value.0,
        "vcluster" => &*quota.name.value.0,
        "platform" => &*model.platform.name.value.0,
        "quota" => limits,
        "argocd" => model.names().argocd_host().map(|host| format!("https://{host}")),
        "contact" => model.platform.admins.as_ref().map(|group| group.value.clone()),
    };
    let info = Object::new("v1", "ConfigMap")
        .named("platform")
        .within("default");
    vec![info.with("data", data).value()]
}

/// What is installed inside every registered vcluster.
pub(super) fn everywhere(model: &Model, sink: &mut Sink<'_>) {
    let label = |key: &str| format!("{{{{ index .metadata.labels \"{key}\" }}}}");
    let path = format!(
        "{}/{}/vclusters/{}/baseline",
        tenancy::FOLDER,
        label(LABEL_CLUB),
        label(LABEL_VCLUSTER)
    );
    let selector = map! {
        "matchLabels" => map! { "argocd.argoproj.io/secret-type" => "cluster" },
        "matchExpressions" => list![map! { "key" => LABEL_VCLUSTER, "operator" => "Exists" }],
    };
    let template = map! {
        "metadata" => map! { "name" => "baseline-{{ .nameNormalized }}" },
        "spec" => map! {
            "project" => PROJECT_PLATFORM,
            "source" => git_source(model, Some(in_repository(model, &path)), None),
            "destination" => map! { "name" => "{{ .name }}", "namespace" => "default" },
            "syncPolicy" => app::sync_policy(&["ServerSideApply=true"]),
        },
    };
    let spec = map! {
        "goTemplate" => true,
        "goTemplateOptions" => list!["missingkey=error"],
        "generators" => list![map! { "clusters" => map! { "selector" => selector } }],
        "syncPolicy" => map! {
            "applicationsSync" => "create-update",
            "preserveResourcesOnDeletion" => true,
        },
        "template" => template,
    };
    let set = Object::new("argoproj.io/v1alpha1", "ApplicationSet")
        .named("vcluster-baseline")
        .within(NAMESPACE_ARGOCD)
        .wave(60)
        .with("spec", spec)
        .value();
    sink.yaml(
        format!("{}/apps/vcluster-baseline.yaml", app::FOLDER),
        "versions/vcluster",
        &[set],
    );
}
