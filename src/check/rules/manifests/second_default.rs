//! `manifests/second-default`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::model::constants::{DRIVER_CEPHFS, DRIVER_RBD};
use crate::source::Span;
use crate::yaml::Node;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    id: "manifests/second-default",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object makes itself the default storage, and there is one already",
    why: "With two default classes Kubernetes uses the newer one: from one day to the next, \
          volumes that name no class are made on different storage, and those made before stay \
          where they are.",
    fr: French {
        summary: "un objet se déclare stockage par défaut, et il y en a déjà un",
        why: "De deux classes par défaut, Kubernetes prend la plus récente. Les volumes de ceux \
              qui ne nomment pas de classe vont du jour au lendemain sur un autre stockage, et les \
              anciens restent où ils sont.",
    },
    wrong: &[
        r#"
manifests "classes" {
    yaml """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: fast
          annotations:
            storageclass.kubernetes.io/is-default-class: "true"
        provisioner: rbd.csi.ceph.com
        """
}
"#,
        r#"
manifests "classes" {
    yaml """
        apiVersion: snapshot.storage.k8s.io/v1
        kind: VolumeSnapshotClass
        metadata:
          name: own
          annotations:
            snapshot.storage.kubernetes.io/is-default-class: "true"
        driver: rook-ceph.rbd.csi.ceph.com
        deletionPolicy: Delete
        """
}
"#,
        r#"
storage "ceph" {
    pool "vm" media=hdd serves=vm
    pool "apps" media=hdd serves=apps default=#true
    filesystem "shared" media=hdd
}
manifests "classes" {
    yaml """
        apiVersion: snapshot.storage.k8s.io/v1
        kind: VolumeSnapshotClass
        metadata:
          name: own
          annotations:
            snapshot.storage.kubernetes.io/is-default-class: "true"
        driver: rook-ceph.cephfs.csi.ceph.com
        deletionPolicy: Delete
        """
}
"#,
    ],
    right: &[r#"
manifests "classes" {
    yaml """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: fast
        provisioner: rbd.csi.ceph.com
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let mut defaults = ours(cx);
    // Of StorageClasses one is the default, of VolumeSnapshotClasses one for each driver.
    for object in &cx.hatches.objects {
        let (annotation, driver) = match object.known() {
            "StorageClass" => ("storageclass.kubernetes.io/is-default-class", ""),
            "VolumeSnapshotClass" => (
                "snapshot.storage.kubernetes.io/is-default-class",
                object.at(&["driver"]).map_or("", Node::text),
            ),
            _ => continue,
        };
        let Some((key, _)) = object
            .node
            .at_path(&["metadata", "annotations", annotation])
            .filter(|(_, value)| value.says("true"))
        else {
            continue;
        };
        let at = object.span(&key.at);
        match defaults.get(&(object.known(), driver)) {
            Some((first, whose)) => report.push(again(object, at, *first, whose)),
            None => drop(defaults.insert((object.known(), driver), (at, "the first"))),
        }
    }
}

/// The defaults that Radier writes itself.
fn ours<'m>(cx: &Context<'m>) -> FxHashMap<(&'m str, &'m str), (Span, &'m str)> {
    let pool = cx.model.pools().iter().find(|pool| pool.default);
    let mut defaults: FxHashMap<(&str, &str), (Span, &str)> = FxHashMap::default();
    defaults.extend(pool.map(|pool| (("StorageClass", ""), (pool.head, OURS))));
    for driver in cx.model.storage.iter().flat_map(|storage| {
        [
            !storage.pools.is_empty(),
            storage.filesystems().next().is_some(),
        ]
        .into_iter()
        .zip([DRIVER_RBD, DRIVER_CEPHFS])
    }) {
        if let ((true, driver), Some(pool)) = (driver, cx.model.pools().first()) {
            defaults.insert(("VolumeSnapshotClass", driver), (pool.head, OURS));
        }
    }
    defaults
}

fn again(object: &Object<'_>, at: Span, first: Span, whose: &str) -> Diagnostic {
    RULE.at(
        at,
        format!(
            "{} `{}` would be a second default",
            object.kind(),
            object.name()
        ),
    )
    .label(format!("`{}` is marked as the default here", object.name()))
    .also(first, whose)
    .help(format!(
        "remove this annotation, and write `{}: {}` where this class is wanted",
        if object.known() == "StorageClass" {
            "storageClassName"
        } else {
            "volumeSnapshotClassName"
        },
        object.name()
    ))
}

const OURS: &str = "the default of the platform";
