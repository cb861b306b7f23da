//! Rook: the operator of Ceph, with its definitions.

use super::part::{Application, From, Part};
use super::pods::{Deployment, Pods, pods};
use super::protection::{Protection, REMOVE, keep};
use super::version::{Oldest, Runs, Version};
use crate::language::Chart;
use crate::model::Model;
use crate::model::constants::NAMESPACE_ROOK;

pub static PART: Part = Part {
    name: "rook-ceph",
    title: "Rook",
    what: "The operator that makes and repairs the Ceph cluster.",
    rights: "Privileged pods on the machines with storage, which see their disks.",
    when: is_there,
    needs: NEEDS,
    from: From::Chart {
        repository: CHARTS,
        name: "rook-ceph",
        values: Chart::RookCeph,
        version: |versions| &versions.decl.rook,
        prefix: "v",
    },
    versions: &[Version::new("Rook", |versions| &versions.decl.rook)
        .from(Oldest::new(
            (1, 20),
            "1.20 or later: drivers are a chart of their own since",
            |_| "is older than Radier knows".to_string(),
            |_| "upgrade to 1.20 from 1.19.5 or later".to_string(),
        ))
        .running(&[RUNS])],
    application: Some(Application {
        wave: -60,
        namespace: NAMESPACE_ROOK,
        also: &[],
        entity,
        manifests: |_| true,
    }),
    namespaces: &[NAMESPACE_ROOK],
    kinds: &["rook"],
    protected: PROTECTED,
    pods: &[OPERATOR],
    deployments: |_| vec![Deployment::of(OPERATOR, 1)],
    ..Part::NOTHING
};

/// rook v1.20.6 Documentation/Getting-Started/Prerequisites.
const RUNS: Runs = Runs {
    minor: (1, 20),
    oldest: 31,
    newest: 36,
    outcome: "Rook stops, and nobody gets a new volume",
    bears_older: false,
};

pub const OPERATOR: Pods = pods("operator", 100, 256, 768);

/// Of all charts of Rook.
pub(super) const CHARTS: &str = "https://charts.rook.io/release";
/// Of all parts of Ceph.
pub(super) const NEEDS: &str = "`storage \"ceph\"`";

pub(super) fn is_there(model: &Model) -> bool {
    model.storage.is_some()
}

pub(super) fn entity(model: &Model) -> String {
    let storage = model.storage.as_ref();
    storage.map_or_else(String::new, |storage| {
        format!("storage/{}", storage.backend)
    })
}

const PROTECTED: &[Protection] = &[
    keep(
        &["crds", "enabled"],
        &["true"],
        "would take the definitions away, and Ceph's objects with them",
        REMOVE,
    ),
    keep(
        &["csi", "installCsiOperator"],
        &["true"],
        "nobody would start the drivers, and no volume could be made",
        REMOVE,
    ),
    keep(
        &["scaleDownOperator"],
        &["false"],
        "nobody would look after Ceph",
        "remove this line; a runbook that stops the operator starts it again",
    ),
    keep(
        &["rbacEnable"],
        &["true"],
        "the operator would be allowed nothing",
        REMOVE,
    ),
];
