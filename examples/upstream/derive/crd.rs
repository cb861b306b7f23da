//! Custom resources: `group/version/Kind` for each served version, with the scope, without
//! `status`.

use super::shape::{Field, Shape, file};
use super::{documents, json_schema, text};
use std::collections::BTreeMap;
use std::path::Path;

/// CRDs of one component.
pub struct Set {
    pub name: &'static str,
    version: &'static str,
    origin: &'static str,
    files: &'static [&'static str],
}

pub const SETS: [Set; 9] = [
    Set {
        name: "argocd",
        version: "3.5.1",
        origin: "argoproj/argo-cd manifests/crds",
        files: &[
            "argocd/application-crd.v3.5.1.yaml",
            "argocd/applicationset-crd.v3.5.1.yaml",
            "argocd/appproject-crd.v3.5.1.yaml",
        ],
    },
    Set {
        name: "rook",
        version: "1.20.6",
        origin: "rook/rook deploy/examples/crds.yaml",
        files: &["rook/crds.v1.20.6.yaml"],
    },
    Set {
        name: "external-secrets",
        version: "2.9.0",
        origin: "external-secrets/external-secrets config/crds/bases",
        files: &[
            "externalsecrets/externalsecrets-crd.v2.9.0.yaml",
            "externalsecrets/secretstores-crd.v2.9.0.yaml",
            "externalsecrets/clustersecretstores-crd.v2.9.0.yaml",
        ],
    },
    Set {
        name: "kubevirt",
        version: "1.9.0",
        origin: "kubevirt/kubevirt pkg/virt-operator",
        files: &["crds/kubevirt.yaml.gz"],
    },
    Set {
        name: "cdi",
        version: "1.66.0",
        origin: "kubevirt/containerized-data-importer",
        files: &["crds/cdi.yaml.gz"],
    },
    Set {
        name: "ceph-csi",
        version: "1.0.4",
        origin: "ceph/ceph-csi-operator config/crd/bases",
        files: &["crds/ceph-csi.yaml.gz"],
    },
    Set {
        name: "cilium",
        version: "1.19.6",
        origin: "cilium/cilium pkg/k8s/apis",
        files: &["crds/cilium.yaml.gz"],
    },
    Set {
        name: "snapshots",
        version: "8.4.0",
        origin: "kubernetes-csi/external-snapshotter client/config/crd",
        files: &["crds/snapshot.yaml.gz"],
    },
    Set {
        name: "multus",
        version: "4.2.2",
        origin: "k8snetworkplumbingwg/multus-cni",
        files: &["crds/multus.yaml.gz"],
    },
];

pub fn shapes(upstream: &Path, set: &Set) -> String {
    let mut definitions = BTreeMap::new();
    for crd in set
        .files
        .iter()
        .flat_map(|file| documents(&text(upstream, file)))
    {
        let spec = &crd["spec"];
        let word = |value: &serde_json::Value| value.as_str().unwrap().to_string();
        let (group, kind) = (word(&spec["group"]), word(&spec["names"]["kind"]));
        for version in spec["versions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|version| version["served"] == true)
        {
            let name = format!("{group}/{}/{kind}", word(&version["name"]));
            let Shape::Object { mut fields, open } =
                json_schema::shape(&version["schema"]["openAPIV3Schema"])
            else {
                continue;
            };
            fields.remove("status");
            fields.insert(
                "apiVersion".to_string(),
                Field {
                    required: true,
                    shape: Shape::Scalar("text"),
                },
            );
            fields.insert(
                "kind".to_string(),
                Field {
                    required: true,
                    shape: Shape::Scalar("text"),
                },
            );
            let meta = if spec["scope"] == "Namespaced" {
                "namespaced"
            } else {
                "cluster"
            };
            fields.insert(
                "metadata".to_string(),
                Field {
                    required: true,
                    shape: Shape::Ref(format!("kubernetes:meta.{meta}")),
                },
            );
            // A definition of its own: charts refer to it.
            if let Some(spec) = fields.get_mut("spec") {
                let inner = std::mem::replace(&mut spec.shape, Shape::Ref(format!("{name}.spec")));
                definitions.insert(format!("{name}.spec"), inner);
            }
            definitions.insert(name, Shape::Object { fields, open });
        }
    }
    file(
        &format!("# version {}\n# origin {}\n", set.version, set.origin),
        definitions,
    )
}
