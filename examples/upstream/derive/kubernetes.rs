//! Kinds of Kubernetes itself, with what they refer to; without `status`.

use super::shape::{Field, Shape, file};
use super::{json_schema, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Groups whose kinds people write by hand.
const GROUPS: [&str; 18] = [
    "v1",
    "admissionregistration.k8s.io/v1",
    "apiextensions.k8s.io/v1",
    "apiregistration.k8s.io/v1",
    "apps/v1",
    "autoscaling/v1",
    "autoscaling/v2",
    "batch/v1",
    "certificates.k8s.io/v1",
    "coordination.k8s.io/v1",
    "discovery.k8s.io/v1",
    "flowcontrol.apiserver.k8s.io/v1",
    "networking.k8s.io/v1",
    "node.k8s.io/v1",
    "policy/v1",
    "rbac.authorization.k8s.io/v1",
    "resource.k8s.io/v1",
    "scheduling.k8s.io/v1",
];

/// `storage.k8s.io/v1` is one more; arrays of sixteen read no better.
const STORAGE: &str = "storage.k8s.io/v1";

/// Kinds without a namespace (kubernetes pkg/registry, `NamespaceScoped() bool` false).
const CLUSTER: [&str; 24] = [
    "APIService",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "CSIDriver",
    "CSINode",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "IPAddress",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
];

/// Words and ranges that the definitions leave open (kubernetes pkg/apis/*/types.go,
/// validation.go).
const WORDS: [(&str, &str, &[&str]); 14] = [
    (
        "ServiceSpec",
        "type",
        &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
    ),
    ("ServicePort", "protocol", &["TCP", "UDP", "SCTP"]),
    ("ContainerPort", "protocol", &["TCP", "UDP", "SCTP"]),
    (
        "Container",
        "imagePullPolicy",
        &["Always", "IfNotPresent", "Never"],
    ),
    (
        "PodSpec",
        "restartPolicy",
        &["Always", "OnFailure", "Never"],
    ),
    (
        "PodSpec",
        "dnsPolicy",
        &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
    ),
    (
        "PersistentVolumeClaimSpec",
        "accessModes",
        &[
            "ReadWriteOnce",
            "ReadOnlyMany",
            "ReadWriteMany",
            "ReadWriteOncePod",
        ],
    ),
    (
        "PersistentVolumeSpec",
        "accessModes",
        &[
            "ReadWriteOnce",
            "ReadOnlyMany",
            "ReadWriteMany",
            "ReadWriteOncePod",
        ],
    ),
    (
        "networking.NetworkPolicySpec",
        "policyTypes",
        &["Ingress", "Egress"],
    ),
    (
        "batch.CronJobSpec",
        "concurrencyPolicy",
        &["Allow", "Forbid", "Replace"],
    ),
    (
        "apps.DeploymentStrategy",
        "type",
        &["Recreate", "RollingUpdate"],
    ),
    ("Toleration", "operator", &["Exists", "Equal"]),
    (
        "Toleration",
        "effect",
        &["NoSchedule", "PreferNoSchedule", "NoExecute"],
    ),
    ("rbac.Subject", "kind", &["User", "Group", "ServiceAccount"]),
];
const PORTS: [(&str, &str); 3] = [
    ("ServicePort", "port"),
    ("ServicePort", "nodePort"),
    ("ContainerPort", "containerPort"),
];

fn closed_words(definitions: &mut BTreeMap<String, Shape>) {
    let mut field = |name: &str, key: &str, shape: Shape| {
        let Some(Shape::Object { fields, .. }) = definitions.get_mut(name) else {
            panic!("no definition {name}")
        };
        let field = fields
            .get_mut(key)
            .unwrap_or_else(|| panic!("{name} has no {key}"));
        field.shape = if matches!(field.shape, Shape::List(_)) {
            Shape::List(Box::new(shape))
        } else {
            shape
        };
    };
    for (name, key, words) in WORDS {
        field(
            name,
            key,
            Shape::Enum(words.iter().map(|word| word.to_string()).collect()),
        );
    }
    for (name, key) in PORTS {
        field(name, key, Shape::Range("int", Some(1), Some(65_535)));
    }
}

/// Where a reference ends: these are recursive, or no one writes them.
const ANY: [&str; 4] = ["JSON", "JSONSchemaProps", "RawExtension", "FieldsV1"];

pub fn shapes(upstream: &Path) -> String {
    let read: Value =
        serde_json::from_str(&text(upstream, "kubernetes/definitions.strict.v1.36.json")).unwrap();
    let all = read["$defs"].as_object().unwrap();
    let mut wanted = vec!["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta".to_string()];
    wanted.extend(
        [
            "ResourceRequirements",
            "Toleration",
            "Affinity",
            "TopologySpreadConstraint",
        ]
        .map(|name| format!("io.k8s.api.core.v1.{name}")),
    );
    let mut definitions = BTreeMap::new();
    for schema in all.values() {
        let word = |key: &str| schema["properties"][key]["enum"][0].as_str();
        let (Some(api), Some(kind)) = (word("apiVersion"), word("kind")) else {
            continue;
        };
        if (!GROUPS.contains(&api) && api != STORAGE) || kind.ends_with("List") {
            continue;
        }
        let Shape::Object { mut fields, open } = json_schema::shape(schema) else {
            continue;
        };
        fields.remove("status");
        let scope = if CLUSTER.contains(&kind) {
            "cluster"
        } else {
            "namespaced"
        };
        fields.insert(
            "metadata".to_string(),
            Field {
                required: true,
                shape: Shape::Ref(format!("meta.{scope}")),
            },
        );
        for key in ["apiVersion", "kind"] {
            fields.insert(
                key.to_string(),
                Field {
                    required: true,
                    shape: Shape::Scalar("text"),
                },
            );
        }
        let mut shape = Shape::Object { fields, open };
        short(&mut shape, &mut wanted);
        definitions.insert(format!("{api}/{kind}"), shape);
    }
    while let Some(name) = wanted.pop() {
        let brief = brief(&name);
        if definitions.contains_key(&brief) {
            continue;
        }
        let mut shape = json_schema::shape(&all[&name]);
        short(&mut shape, &mut wanted);
        definitions.insert(brief, shape);
    }
    closed_words(&mut definitions);
    let Some(Shape::Object { mut fields, .. }) = definitions.get("ObjectMeta").cloned() else {
        panic!("no ObjectMeta")
    };
    // What the server writes, and nobody else.
    for key in [
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "selfLink",
        "uid",
    ] {
        fields.remove(key);
    }
    definitions.insert(
        "meta.namespaced".to_string(),
        Shape::Object {
            fields: fields.clone(),
            open: false,
        },
    );
    fields.remove("namespace");
    definitions.insert(
        "meta.cluster".to_string(),
        Shape::Object {
            fields,
            open: false,
        },
    );
    file(
        "# version 1.36\n# origin kubernetes/kubernetes api/openapi-spec\n",
        definitions,
    )
}

/// `io.k8s.api.core.v1.PodSpec` -> `PodSpec`; of other groups with the group:
/// `apps.DeploymentSpec`.
fn brief(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    match parts.as_slice() {
        [.., "core", "v1", kind] | [.., "meta", "v1", kind] => kind.to_string(),
        [.., group, _, kind] => format!("{group}.{kind}"),
        _ => name.to_string(),
    }
}

/// Shortens references, and notes what they need.
fn short(shape: &mut Shape, wanted: &mut Vec<String>) {
    match shape {
        Shape::Ref(name) if ANY.iter().any(|any| name.ends_with(&format!(".{any}"))) => {
            *shape = Shape::Any
        }
        Shape::Ref(name) if name.starts_with("io.k8s") => {
            wanted.push(name.clone());
            *name = brief(name);
        }
        Shape::List(inner) | Shape::Map(inner) => short(inner, wanted),
        Shape::Object { fields, .. } => fields
            .values_mut()
            .for_each(|field| short(&mut field.shape, wanted)),
        _ => {}
    }
}
