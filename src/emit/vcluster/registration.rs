//! What makes Argo CD know a vcluster.
//!
//! Knows nothing of what runs inside.

use crate::emit::k8s::Object;
use crate::model::constants::{LABEL_CLUB, LABEL_VCLUSTER, NAMESPACE_ARGOCD, REGISTRAR};
use crate::model::{Club, Model, Vcluster};
use crate::yaml::{Value, list, map};

/// Turns the Secret that the vcluster writes into the one that Argo CD reads. External Secrets
/// pulls it: nothing of the club may write to Argo CD's namespace.
pub(super) fn registration(model: &Model, club: &Club, vcluster: &Vcluster) -> Vec<Value> {
    let name = model.names().vcluster(vcluster);
    let rights = map! {
        "apiGroups" => list![""],
        "resources" => list!["secrets"],
        "resourceNames" => list![&name],
        "verbs" => list!["get"],
    };
    let role = Object::new("rbac.authorization.k8s.io/v1", "Role")
        .named("argocd-registration")
        .within(&name)
        .with("rules", list![rights]);
    let account = map! {
        "kind" => "ServiceAccount",
        "name" => REGISTRAR,
        "namespace" => NAMESPACE_ARGOCD,
    };
    let binding = Object::new("rbac.authorization.k8s.io/v1", "RoleBinding")
        .named("argocd-registration")
        .within(&name)
        .role("Role", "argocd-registration")
        .with("subjects", list![account]);
    vec![
        role.value(),
        binding.value(),
        secret_store(&name),
        external_secret(model, club, vcluster, &name),
    ]
}

fn secret_store(name: &str) -> Value {
    let server = map! {
        "caProvider" => map! {
            "type" => "ConfigMap",
            "name" => "kube-root-ca.crt",
            "key" => "ca.crt",
        },
    };
    let provider = map! { "kubernetes" => map! {
        "remoteNamespace" => name,
        "server" => server,
        "auth" => map! { "serviceAccount" => map! { "name" => REGISTRAR } },
    } };
    Object::new("external-secrets.io/v1", "SecretStore")
        .named(name)
        .within(NAMESPACE_ARGOCD)
        .with("spec", map! { "provider" => provider })
        .value()
}

fn external_secret(model: &Model, club: &Club, vcluster: &Vcluster, name: &str) -> Value {
    let labels = map! {
        "argocd.argoproj.io/secret-type" => "cluster",
        LABEL_CLUB => &*club.decl.name.value.0,
        LABEL_VCLUSTER => &*vcluster.decl.name.value.0,
    };
    // Argo CD wants JSON; the braces with a dot are filled in by External Secrets, in the cluster.
    // The token comes from the tenant: as plain text it could close the quotes and add an exec
    // plugin.
    let config = r#"{"bearerToken":{{ .token | toJson }},"tlsClientConfig":{"insecure":false,"caData":"{{ .ca | b64enc }}"}}"#;
    let remote = |key: &str, property: &str| {
        map! {
            "secretKey" => key,
            "remoteRef" => map! { "key" => name, "property" => property },
        }
    };
    let template = map! {
        "engineVersion" => "v2",
        "metadata" => map! { "labels" => labels },
        "data" => map! {
            "name" => name,
            "server" => format!("https://{}:443", model.names().vcluster_host(vcluster)),
            "config" => config,
        },
    };
    let spec = map! {
        "refreshInterval" => "10m",
        "secretStoreRef" => map! { "kind" => "SecretStore", "name" => name },
        "target" => map! {
            "name" => name,
            "creationPolicy" => "Owner",
            "template" => template,
        },
        "data" => list![remote("token", "token"), remote("ca", "certificate-authority")],
    };
    Object::new("external-secrets.io/v1", "ExternalSecret")
        .named(name)
        .within(NAMESPACE_ARGOCD)
        .with("spec", spec)
        .value()
}
