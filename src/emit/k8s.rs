//! Shapes that many Kubernetes objects share.

use crate::model::constants::MANAGED_BY;
use crate::yaml::{IntoValue, Value, list, map};

/// Kept by Argo CD even when it leaves Git, and when its Application goes (argo-cd#9853: both are
/// needed).
pub const KEEP: &str = "Prune=false,Delete=false";
/// Data goes with an object of this kind: Rook deletes a pool with all that is in it (rook#15847),
/// Kubernetes a volume with its claim. Argo CD never prunes or deletes one.
pub fn holds_data(kind: &str) -> bool {
    [
        "CephBlockPool",
        "CephCluster",
        "CephFilesystem",
        "CephFilesystemSubVolumeGroup",
        "CephObjectStore",
        "DataVolume",
        "PersistentVolumeClaim",
    ]
    .contains(&kind)
}

/// Deleted only after a person confirms (Argo CD 2.14 and later).
pub const CONFIRM: &str = "Prune=confirm,Delete=confirm";

/// The group of Kubernetes' own roles.
const RBAC: &str = "rbac.authorization.k8s.io";

/// An object of Kubernetes: its head first, then what stands in it. Its labels say who manages it.
#[must_use]
pub struct Object {
    api: &'static str,
    kind: &'static str,
    name: String,
    namespace: Option<String>,
    labels: Value,
    annotations: Value,
    body: Value,
}

impl Object {
    /// `api`: group and version, such as `storage.k8s.io/v1`.
    pub fn new(api: &'static str, kind: &'static str) -> Self {
        let object = Object {
            api,
            kind,
            name: String::new(),
            namespace: None,
            labels: map! { MANAGED_BY.0 => MANAGED_BY.1 },
            annotations: Value::new(),
            body: Value::new(),
        };
        match holds_data(kind) {
            true => object.keep(),
            false => object,
        }
    }

    pub fn named(mut self, name: &str) -> Self {
        self.name = name.to_string();
        self
    }

    /// Of the cluster as a whole, unless it stands in a namespace.
    pub fn within(mut self, namespace: &str) -> Self {
        self.namespace = Some(namespace.to_string());
        self
    }

    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.labels.set(key, value);
        self
    }

    pub fn annotation(mut self, key: &str, value: &str) -> Self {
        self.annotations.set(key, value);
        self
    }

    /// Kept by Argo CD, see [`KEEP`]. What is kept after it left Git is no difference: otherwise
    /// its Application would be out of sync forever.
    pub fn keep(self) -> Self {
        self.annotation("argocd.argoproj.io/compare-options", "IgnoreExtraneous")
            .sync_options(KEEP)
    }

    /// Deleted by Argo CD only after a person has said so, see [`CONFIRM`].
    pub fn confirm(self) -> Self {
        self.sync_options(CONFIRM)
    }

    /// What Argo CD does with the object.
    pub fn sync_options(self, options: &str) -> Self {
        self.annotation("argocd.argoproj.io/sync-options", options)
    }

    /// When Argo CD applies the object within its Application.
    pub fn wave(self, wave: i32) -> Self {
        self.annotation("argocd.argoproj.io/sync-wave", &wave.to_string())
    }

    /// A key beside `metadata`: `spec` and its like.
    pub fn with(mut self, key: &str, value: impl IntoValue) -> Self {
        self.body.set(key, value);
        self
    }

    /// The role that a binding gives.
    pub fn role(self, kind: &str, name: &str) -> Self {
        self.with(
            "roleRef",
            map! { "apiGroup" => RBAC, "kind" => kind, "name" => name },
        )
    }

    /// The object as it is written.
    pub fn value(self) -> Value {
        let mut object = map! {
            "apiVersion" => self.api,
            "kind" => self.kind,
            "metadata" => map! {
                "name" => self.name,
                "namespace" => self.namespace,
                "labels" => self.labels,
                "annotations" => (!self.annotations.is_empty()).then_some(self.annotations),
            },
        };
        object.merge(self.body);
        object
    }
}

/// People, as a binding names them.
pub fn group(name: &str) -> Value {
    map! { "kind" => "Group", "name" => name, "apiGroup" => RBAC }
}

/// How strictly Kubernetes checks pods of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurity {
    Privileged,
    Baseline,
}

/// A namespace; deleting it needs a person's confirmation, because everything in it goes too.
pub fn namespace(name: &str, security: PodSecurity) -> Object {
    let (enforce, warn) = match security {
        PodSecurity::Privileged => ("privileged", "privileged"),
        PodSecurity::Baseline => ("baseline", "restricted"),
    };
    Object::new("v1", "Namespace")
        .named(name)
        .label("pod-security.kubernetes.io/enforce", enforce)
        .label("pod-security.kubernetes.io/warn", warn)
        .confirm()
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
