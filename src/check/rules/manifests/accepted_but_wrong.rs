//! `manifests/accepted-but-wrong`

use crate::check::about::object::About;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/accepted-but-wrong",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object that the API server accepts, and that does not do what it says",
    why: "The object is accepted, and everything looks green, but it does not do what it \
          says.\n\nSome operators check nothing before they act: a pool with two kinds of copies, \
          a disk with two sources, a Secret that fetches nothing.",
    fr: French {
        summary: "un objet que le serveur d'API prend, et qui ne fait pas ce qu'il dit",
        why: "Certains opérateurs ne vérifient rien avant d'agir : un pool avec deux sortes de \
              copies, un disque avec deux sources, un Secret qui ne cherche rien. L'objet est là, \
              et rien ne se passe, ou autre chose.",
    },
    // Each of these was accepted by a kube-apiserver 1.36.4 with the CRDs of the platform.
    wrong: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: token
        spec:
          secretStoreRef:
            name: vault
            kind: ClusterSecretStore
        """
}
"#,
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: v1
        kind: Service
        metadata:
          name: 3d
        spec:
          ports: [{port: 80}]
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata:
          name: own
        spec:
          runStrategy: Halted
          template:
            spec:
              domain: {devices: {}}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata:
          name: two
        spec:
          source:
            blank: {}
            http: {url: https://images.example.org/a.qcow2}
          sourceRef: {kind: DataSource, name: a}
          storage: {resources: {requests: {storage: 1Gi}}, accessModes: [ReadWriteSome], volumeMode: Disk}
          pvc: {resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: cdi.kubevirt.io/v1beta1
        kind: DataVolume
        metadata:
          name: none
        spec:
          storage: {}
        """
}
"#,
        r#"
manifests "limits" namespace="rook-ceph" {
    yaml """
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: both
        spec:
          failureDomain: disk
          replicated: {size: 3}
          erasureCoded: {dataChunks: 2, codingChunks: 1}
        """
}
"#,
    ],
    right: &[
        r#"
manifests "limits" namespace="default" {
    yaml """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: token
        spec:
          secretStoreRef:
            name: vault
            kind: ClusterSecretStore
          dataFrom:
            - extract:
                key: lab/token
        """
}
"#,
        r#"
manifests "pools" namespace="rook-ceph" {
    yaml """
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-osd
        spec:
          deviceClass: hdd
          failureDomain: osd
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-host
        spec:
          deviceClass: hdd
          failureDomain: host
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-chassis
        spec:
          deviceClass: hdd
          failureDomain: chassis
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-rack
        spec:
          deviceClass: hdd
          failureDomain: rack
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-row
        spec:
          deviceClass: hdd
          failureDomain: row
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-pdu
        spec:
          deviceClass: hdd
          failureDomain: pdu
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-pod
        spec:
          deviceClass: hdd
          failureDomain: pod
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-room
        spec:
          deviceClass: hdd
          failureDomain: room
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-datacenter
        spec:
          deviceClass: hdd
          failureDomain: datacenter
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-zone
        spec:
          deviceClass: hdd
          failureDomain: zone
          replicated: {size: 3}
        ---
        apiVersion: ceph.rook.io/v1
        kind: CephBlockPool
        metadata:
          name: by-region
        spec:
          deviceClass: hdd
          failureDomain: region
          replicated: {size: 3}
        """
}
"#,
    ],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        let about = &mut About {
            rule: &RULE,
            object,
            report,
            outcome: "accepted, and it never works",
        };
        match object.known() {
            "VirtualMachine" => virtual_machine(about),
            "Service" => service(about),
            "DataVolume" => data_volume(about),
            "CephBlockPool" => pool(about),
            "ExternalSecret" => external_secret(about),
            _ => {}
        }
    }
}

/// The webhook adds it on creation, and Argo CD shows the difference forever (kubevirt
/// pkg/virt-api/webhooks).
fn virtual_machine(about: &mut About<'_, '_>) {
    let annotation = about.at(&[
        "spec",
        "template",
        "metadata",
        "annotations",
        "kubevirt.io/pci-topology-version",
    ]);
    if annotation.is_none() && about.at(&["spec", "template"]).is_some() {
        let help = "add `kubevirt.io/pci-topology-version: v3` to \
                    `spec.template.metadata.annotations`, or declare the `vm` in its club";
        let message = format!("VirtualMachine `{}` is never in sync", about.object.name());
        about.whole(message, "KubeVirt adds an annotation that Git lacks", help);
    }
}

fn service(about: &mut About<'_, '_>) {
    if let Some(name) = about
        .at(&["metadata", "name"])
        .filter(|name| name.text().starts_with(|c: char| c.is_ascii_digit()))
    {
        about.value(
            name,
            format!("Service `{}` starts with a digit", name.text()),
            "Kubernetes before 1.36 and vclusters refuse it",
            "start it with a letter",
        );
    }
}

fn data_volume(about: &mut About<'_, '_>) {
    one_source(about);
    // Of these, CDI knows the size itself.
    let sized = about.at(&["spec", "sourceRef"]).is_some()
        || ["pvc", "snapshot"]
            .iter()
            .any(|source| about.at(&["spec", "source", source]).is_some());
    for place in ["storage", "pvc"]
        .into_iter()
        .filter_map(|place| about.object.at(&["spec", place]))
    {
        if place
            .at_path(&["resources", "requests", "storage"])
            .is_none()
            && !sized
        {
            let message = format!("DataVolume `{}` has no size", about.object.name());
            about.value(
                place,
                message,
                "CDI would refuse it",
                "add `resources.requests.storage`",
            );
        }
        for mode in place.get("accessModes").map_or(&[][..], Node::items) {
            about.word(
                Some(mode),
                "an access mode",
                &[
                    "ReadWriteOnce",
                    "ReadOnlyMany",
                    "ReadWriteMany",
                    "ReadWriteOncePod",
                ],
            );
        }
        about.word(
            place.get("volumeMode"),
            "a volume mode",
            &["Filesystem", "Block"],
        );
    }
}

/// What a disk is made of is said once.
fn one_source(about: &mut About<'_, '_>) {
    if let Some(source) = about
        .at(&["spec", "source"])
        .filter(|source| source.pairs().len() > 1)
    {
        about.value(
            source,
            "a disk has one source".to_string(),
            "CDI would refuse it",
            "keep one of them",
        );
    }
    // containerized-data-importer pkg/apiserver/webhooks dataVolume-validate.go
    match (
        about.at(&["spec", "source"]),
        about.at(&["spec", "sourceRef"]),
    ) {
        (Some(_), Some(again)) => about.value(
            again,
            "a disk has one source".to_string(),
            "`source` is there too: CDI would refuse it",
            "keep one of the two",
        ),
        (None, None)
            if !["storage", "pvc"].iter().any(|place| {
                ["dataSource", "dataSourceRef"]
                    .iter()
                    .any(|from| about.at(&["spec", place, from]).is_some())
            }) =>
        {
            about.whole(
                format!("DataVolume `{}` has no source", about.object.name()),
                "CDI would refuse it",
                "add `source: {blank: {}}` to `spec` for an empty disk",
            );
        }
        _ => {}
    }
    if let (Some(_), Some(again)) = (about.at(&["spec", "storage"]), about.at(&["spec", "pvc"])) {
        about.value(
            again,
            "a disk is described once".to_string(),
            "`storage` is there too: CDI would refuse it",
            "remove `pvc`",
        );
    }
}

fn pool(about: &mut About<'_, '_>) {
    if let (Some(_), Some(coded)) = (
        about.at(&["spec", "replicated", "size"]),
        about.at(&["spec", "erasureCoded", "dataChunks"]),
    ) {
        about.value(
            coded,
            "a pool is either replicated or erasure-coded".to_string(),
            "`replicated` is there too",
            "remove one of the two",
        );
    }
    if about
        .at(&["spec", "deviceClass"])
        .is_none_or(|class| class.text().is_empty())
        && about.at(&["spec", "replicated"]).is_some()
    {
        let message = format!("pool `{}` has no device class", about.object.name());
        about.whole(
            message,
            "lies on disks of all kinds, and Ceph stops scaling all pools",
            "add `deviceClass: hdd`, `ssd` or `nvme` to `spec`",
        );
    }
    about.word(
        about.at(&["spec", "failureDomain"]),
        "a failure domain",
        &DOMAINS,
    );
}

/// Types of the CRUSH map (ceph src/crush/CrushWrapper.cc).
const DOMAINS: [&str; 11] = [
    "osd",
    "host",
    "chassis",
    "rack",
    "row",
    "pdu",
    "pod",
    "room",
    "datacenter",
    "zone",
    "region",
];

fn external_secret(about: &mut About<'_, '_>) {
    let Some(spec) = about.at(&["spec"]) else {
        return;
    };
    if spec.get("data").is_none_or(|data| data.items().is_empty())
        && spec
            .get("dataFrom")
            .is_none_or(|from| from.items().is_empty())
    {
        let message = format!("ExternalSecret `{}` fetches nothing", about.object.name());
        let help = "add beside it `dataFrom: [{extract: {key: PATH}}]`, with the path of the \
                    secret in your store, or `data:` for single keys of it";
        about.value(
            spec,
            message,
            "no `data:` and no `dataFrom:` here, so its Secret stays missing",
            help,
        );
    }
}
