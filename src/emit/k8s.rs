//! Shapes that many Kubernetes objects share.

use crate::model::constants::MANAGED_BY;
use crate::yaml::{Value, list, map};

/// Kept by Argo CD even when it leaves Git, and when its Application goes (argo-cd#9853: both are
/// needed).
pub const KEEP: &str = "Prune=false,Delete=false";
/// Deleted only after a person confirms (Argo CD 2.14 and later).
pub const CONFIRM: &str = "Prune=confirm,Delete=confirm";

/// `metadata` of an object, with the label that says who manages it.
pub fn metadata(name: &str, namespace: Option<&str>) -> Value {
    map! {
        "name" => name,
        "namespace" => namespace,
        "labels" => map! { MANAGED_BY.0 => MANAGED_BY.1 },
    }
}

/// An object with everything but its body.
pub fn object(api: &str, kind: &str, metadata: Value) -> Value {
    map! { "apiVersion" => api, "kind" => kind, "metadata" => metadata }
}

/// Adds labels to `metadata`.
pub fn label(mut metadata: Value, key: &str, value: &str) -> Value {
    metadata.entry("labels").set(key, value);
    metadata
}

/// Adds annotations to `metadata`.
pub fn annotate(mut metadata: Value, key: &str, value: &str) -> Value {
    metadata.entry("annotations").set(key, value);
    metadata
}

/// What Argo CD does with the object.
pub fn sync_options(metadata: Value, options: &str) -> Value {
    // What is kept after it left Git is no difference: otherwise its Application would be out of
    // sync forever.
    let metadata = if options == KEEP {
        annotate(
            metadata,
            "argocd.argoproj.io/compare-options",
            "IgnoreExtraneous",
        )
    } else {
        metadata
    };
    annotate(metadata, "argocd.argoproj.io/sync-options", options)
}

/// When Argo CD applies the object within its Application.
pub fn sync_wave(metadata: Value, wave: i32) -> Value {
    annotate(metadata, "argocd.argoproj.io/sync-wave", &wave.to_string())
}

/// How strictly Kubernetes checks pods of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurity {
    Privileged,
    Baseline,
}

/// A namespace; deleting it needs a person's confirmation, because everything in it goes too.
pub fn namespace(name: &str, security: PodSecurity) -> Value {
    let (enforce, warn) = match security {
        PodSecurity::Privileged => ("privileged", "privileged"),
        PodSecurity::Baseline => ("baseline", "restricted"),
    };
    let meta = sync_options(metadata(name, None), CONFIRM);
    let meta = label(meta, "pod-security.kubernetes.io/enforce", enforce);
    object(
        "v1",
        "Namespace",
        label(meta, "pod-security.kubernetes.io/warn", warn),
    )
}

/// `requiredDuringSchedulingIgnoredDuringExecution` on one label.
pub fn node_affinity(key: &str, values: Vec<String>) -> Value {
    let expression = map! { "key" => key, "operator" => "In", "values" => values };
    map! { "requiredDuringSchedulingIgnoredDuringExecution" => map! {
        "nodeSelectorTerms" => list![map! { "matchExpressions" => list![expression] }],
    } }
}

/// A kustomization of the files beside it and of pinned addresses.
pub fn kustomization(resources: Vec<String>, patches: Vec<Value>) -> Value {
    map! {
        "apiVersion" => "kustomize.config.k8s.io/v1beta1",
        "kind" => "Kustomization",
        "resources" => resources,
        "patches" => (!patches.is_empty()).then_some(patches),
    }
}
