//! External Secrets Operator: copies Secrets between namespaces and from elsewhere.

use super::part::{Application, From, Part};
use super::pods::{Pods, pods};
use super::version::{Oldest, Version};
use crate::language::Chart;

pub static PART: Part = Part {
    name: "external-secrets",
    title: "External Secrets",
    what: "Hands the kubeconfigs of vclusters to Argo CD.",
    rights: "Reads and writes the Secrets of all namespaces (external-secrets 2.9.0 \
             templates/rbac.yaml).",
    when: |model| !model.vclusters.is_empty(),
    needs: "a vcluster",
    from: From::Chart {
        repository: "https://charts.external-secrets.io",
        name: "external-secrets",
        values: Chart::ExternalSecrets,
        version: |versions| &versions.decl.external_secrets,
        prefix: "",
    },
    // external-secrets v0.16.0: the first that serves external-secrets.io/v1.
    versions: &[Version::new("External Secrets", |versions| {
        &versions.decl.external_secrets
    })
    .from(Oldest::new(
        (0, 16),
        "0.16 or later: `external-secrets.io/v1`",
        |_| "has an older API".to_string(),
        |tested| {
            format!(
                "write `external-secrets \"{}\"`",
                tested.decl.external_secrets
            )
        },
    ))],
    application: Some(Application {
        wave: -30,
        namespace: NAMESPACE,
        also: &[],
        entity: |_| "versions/external-secrets".to_string(),
        manifests: |_| true,
    }),
    namespaces: &[NAMESPACE],
    kinds: &["external-secrets"],
    pods: &[CONTROLLER],
    ..Part::NOTHING
};

pub const NAMESPACE: &str = "external-secrets";
pub const CONTROLLER: Pods = pods("controller", 50, 128, 256);
