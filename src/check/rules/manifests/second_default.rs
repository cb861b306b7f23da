//! `manifests/second-default`

use crate::check::{Context, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/second-default",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object makes itself the default storage, and there is one already",
    why: "Of two default classes Kubernetes takes the newer one. Volumes of everybody who names no class go to another \
          storage from one day to the next, and those made before stay where they are.",
    fr: French {
        summary: "un objet se déclare stockage par défaut, et il y en a déjà un",
        why: "De deux classes par défaut, Kubernetes prend la plus récente. Les volumes de ceux qui ne nomment pas de classe \
              vont du jour au lendemain sur un autre stockage, et les anciens restent où ils sont.",
    },
    wrong: r#"
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
    right: r#"
manifests "classes" {
    yaml """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: fast
        provisioner: rbd.csi.ceph.com
        """
}
"#,
    check: Some(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let Some(default) = cx.model.pools().iter().find(|pool| pool.default) else { return };
    for object in &cx.hatches.objects {
        let annotation = match object.kind() {
            "StorageClass" => "storageclass.kubernetes.io/is-default-class",
            "VolumeSnapshotClass" => "snapshot.storage.kubernetes.io/is-default-class",
            _ => continue,
        };
        let Some((key, _)) = object.node.at_path(&["metadata", "annotations", annotation]).filter(|(_, value)| says_yes(value)) else { continue };
        report.push(
            RULE.at(object.span(&key.at), format!("{} `{}` would be a second default", object.kind(), object.name()))
                .label("Kubernetes takes the newer one")
                .also(default.head, "the default of the platform")
                .help("remove this line; whoever wants this class names it"),
        );
    }
}

fn says_yes(value: &Node) -> bool {
    value.text() == "true"
}
