//! vcluster: a Kubernetes of a club's own.

use super::external_secrets;
use super::part::{From, Part};
use super::pods::{Pods, pods};
use super::protection::{Protection, REMOVE, keep};
use super::secret::Secret;
use super::version::{Oldest, Version};
use super::written::Written;
use crate::language::Chart;
use crate::language::types::Size;
use crate::model::constants::{NAMESPACE_ARGOCD, REGISTRAR};
use crate::model::{Model, Vcluster};
use std::borrow::Cow;

pub static PART: Part = Part {
    name: "vcluster",
    title: "vcluster",
    what: "A Kubernetes of a club's own, in a namespace of the platform: one Application for each.",
    rights: "Pods, Services and volumes in its own namespace.",
    when: |model| !model.vclusters.is_empty(),
    needs: "a vcluster",
    from: From::Chart {
        repository: "https://charts.loft.sh",
        name: "vcluster",
        values: Chart::Vcluster,
        version: |versions| &versions.vcluster,
        prefix: "",
    },
    // vcluster v0.33.0: the first without k3s.
    versions: &[
        Version::new("vcluster", |versions| &versions.vcluster).from(Oldest::new(
            (0, 33),
            "0.33 or later",
            |_| "has other values".to_string(),
            |tested| {
                let minor = tested.vcluster.minor_text();
                format!("a vcluster on k3s cannot be upgraded: build it anew with {minor}")
            },
        )),
    ],
    // The default image needs a licence for some features and crashes without.
    image: Some(|versions| format!("{REGISTRY}/{IMAGE}:{}", versions.vcluster)),
    objects,
    secrets,
    accounts: &[REGISTRAR],
    clusters: |model| {
        let names = model.names();
        model
            .vclusters
            .iter()
            .map(|vcluster| names.vcluster(vcluster))
            .collect()
    },
    protected: PROTECTED,
    pods: &[CONTROL_PLANE],
    ..Part::NOTHING
};

pub const REGISTRY: &str = "ghcr.io";
pub const IMAGE: &str = "loft-sh/vcluster-oss";

/// Of each vcluster.
pub const CONTROL_PLANE: Pods = pods("control plane", 200, 512, 2 << 10);
/// The volume that its state is kept on.
pub const STATE: Size = Size(5 * Size::GIB);

fn objects<'m>(model: &'m Model, all: &mut Vec<Written<'m>>) {
    let argocd = Some(NAMESPACE_ARGOCD);
    all.push(Written::part("ApplicationSet", argocd, "vcluster-baseline"));
    all.push(Written::part("ServiceAccount", argocd, REGISTRAR));
    let names = model.names();
    for vcluster in &model.vclusters {
        let name = names.vcluster(vcluster);
        let mut add = |kind, namespace: Option<&'static str>, name: String| {
            all.push(Written {
                kind,
                namespace: namespace.map(Cow::Borrowed),
                name: name.into(),
                at: vcluster.decl.name.span,
                of: "vcluster",
            });
        };
        add("Namespace", None, name.clone());
        add("Application", argocd, name.clone());
        add("Application", argocd, names.vcluster_registration(vcluster));
        add("SecretStore", argocd, name.clone());
        add("ExternalSecret", argocd, name);
    }
}

fn secrets(model: &Model) -> Vec<Secret> {
    let secrets = |vcluster: &Vcluster| {
        let name = model.names().vcluster(vcluster);
        [
            Secret {
                namespace: name.clone(),
                name: name.clone(),
                keys: "config, certificate-authority, token",
                by: PART.name,
                en: "Kubeconfig of the vcluster".to_string(),
                fr: "Kubeconfig du vcluster".to_string(),
            },
            Secret {
                namespace: NAMESPACE_ARGOCD.to_string(),
                name,
                keys: "name, server, config",
                by: external_secrets::PART.title,
                en: "Registration in Argo CD".to_string(),
                fr: "Enregistrement dans Argo CD".to_string(),
            },
        ]
    };
    model.vclusters.iter().flat_map(secrets).collect()
}

const REGISTERED: &str = "Argo CD would not get into vclusters any more";

const PROTECTED: &[Protection] = &[
    keep(
        &["policies", "resourceQuota"],
        &[],
        "the quota of a club is what keeps it from starving the others",
        "change `quota` of the club, or the sizes of its vcluster",
    ),
    keep(
        &["policies", "networkPolicy", "enabled"],
        &["true"],
        "pods of a club could reach everything in the cluster",
        REMOVE,
    ),
    keep(
        &["policies", "limitRange", "enabled"],
        &["true"],
        "pods without limits would be refused by the quota",
        REMOVE,
    ),
    keep(
        &["policies", "podSecurityStandard"],
        &["baseline", "restricted"],
        "pods of a club could become root on the workers",
        REMOVE,
    ),
    keep(
        &[
            "controlPlane",
            "statefulSet",
            "persistence",
            "volumeClaim",
            "retentionPolicy",
        ],
        &["Retain"],
        "would delete the data of a vcluster with it",
        REMOVE,
    ),
    keep(
        &["sync", "toHost", "persistentVolumes", "enabled"],
        &["false"],
        "a club could claim volumes of another",
        REMOVE,
    ),
    keep(
        &["sync", "toHost", "networkPolicies", "enabled"],
        &["false"],
        "a club could open what the platform closes",
        REMOVE,
    ),
    keep(
        &[
            "controlPlane",
            "statefulSet",
            "persistence",
            "volumeClaim",
            "enabled",
        ],
        &["true"],
        "all of a vcluster would be lost with its pod",
        REMOVE,
    ),
    keep(
        &["exportKubeConfig", "additionalSecrets"],
        &[],
        "a vcluster could write Secrets of Argo CD",
        "remove this line: Radier registers vclusters with an ExternalSecret",
    ),
    keep(&["exportKubeConfig", "secret"], &[], REGISTERED, REMOVE),
    keep(
        &["exportKubeConfig", "serviceAccount"],
        &[],
        REGISTERED,
        REMOVE,
    ),
    keep(
        &["controlPlane", "proxy", "extraSANs"],
        &[],
        "would replace the names that Argo CD looks for in the certificate",
        "remove this line: each vcluster has the names of its Service",
    ),
];
