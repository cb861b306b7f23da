//! `manifests/undoes-protection`

use crate::check::context::Context;
use crate::check::hatch::Object;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::{Key, Kind, Node};

pub static RULE: Rule = Rule {
    id: "manifests/undoes-protection",
    level: Level::Error,
    since: "0.1.0",
    summary: "an object takes disks, or changes what belongs to the platform or to a club",
    why: "It changes what the description says about the same thing, and nobody looks for it here: \
          Argo CD would not put it right.",
    fr: French {
        summary: "un objet prend des disques, ou change ce qui est à la plateforme ou à un club",
        why: "Il change ce que la description dit de la même chose, et personne ne le cherche \
              ici : Argo CD ne le corrigerait pas.",
    },
    wrong: &[
        r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: more
          namespace: club-robotics
        spec:
          hard:
            requests.cpu: "100"
        """
}
"#,
        r#"
manifests "limits" namespace="rook-ceph" {
    yaml """
        apiVersion: ceph.rook.io/v1
        kind: CephCluster
        metadata:
          name: second
        spec:
          storage:
            useAllDevices: true
            useAllNodes: true
            deviceFilter: ^sd
            devicePathFilter: ^/dev/sd
            migration:
              confirmation: yes-really-migrate-osds
            store:
              updateStore: yes-really-update-store
            nodes:
              - name: worker-1
                useAllDevices: true
              - name: worker-2
                deviceFilter: ^sd
                devicePathFilter: ^/dev/sd
              - name: worker-3
                devices:
                  - name: /dev/sdb
                  - name: /dev/disk/by-id/ata-HDD_000011
          cleanupPolicy:
            confirmation: yes-really-destroy-data
            wipeDevicesFromOtherClusters: true
        """
}
"#,
        r#"
manifests "limits" namespace="club-robotics" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: more
        spec:
          hard: {pods: 1}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata:
          name: more
        spec:
          limits: []
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: open
        spec:
          podSelector: {}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata:
          name: open
        spec:
          endpointSelector: {}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: more
        rules: []
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: more
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: more}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: all
          namespace: argocd
        spec:
          project: platform
          source:
            repoURL: https://git.example.org/lab/all.git
            path: deploy
          destination:
            server: https://kubernetes.default.svc
            namespace: default
          syncPolicy:
            automated:
              prune: true
        """
}
"#,
    ],
    right: &[r#"
manifests "limits" {
    yaml """
        apiVersion: v1
        kind: ResourceQuota
        metadata:
          name: more
          namespace: default
        spec:
          hard:
            requests.cpu: "100"
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    let tenants = tenants(cx);
    for object in &cx.hatches.objects {
        if object.known() == "CephCluster" {
            ceph(cx, object, report);
        }
        borders(object, &tenants, report);
        prunes(object, report);
    }
}

/// Namespaces that belong to clubs.
fn tenants(cx: &Context<'_>) -> Vec<String> {
    let names = cx.model.names();
    let mut tenants: Vec<String> = cx.model.clubs.iter().map(|club| names.club(club)).collect();
    for club in &cx.model.clubs {
        tenants.extend(
            club.decl
                .namespace
                .iter()
                .map(|namespace| names.club_namespace(club, &namespace.name)),
        );
    }
    tenants.extend(
        cx.model
            .vclusters
            .iter()
            .map(|vcluster| names.vcluster(vcluster)),
    );
    tenants
}

/// What makes the borders of a tenant.
fn borders(object: &Object<'_>, tenants: &[String], report: &mut Report) {
    let borders = [
        "ResourceQuota",
        "LimitRange",
        "NetworkPolicy",
        "CiliumNetworkPolicy",
        "RoleBinding",
        "Role",
    ];
    if borders.contains(&object.known())
        && tenants.iter().any(|tenant| tenant == object.namespace())
    {
        report.push(
            RULE.at(
                object.head(),
                format!(
                    "this {} changes the limits of `{}`",
                    object.kind(),
                    object.namespace()
                ),
            )
            .label("belongs to a club")
            .help("remove this object; limits and rights of a club are its `quota` and `members`"),
        );
    }
}

/// An Application that deletes, in the project that may delete everything.
fn prunes(object: &Object<'_>, report: &mut Report) {
    if let Some((key, options)) = object
        .node
        .at_path(&["spec", "syncPolicy", "automated", "prune"])
        && object.known() == "Application"
        && options.kind == Kind::Bool(true)
        && object
            .node
            .at_path(&["spec", "project"])
            .is_some_and(|(_, project)| project.text() == "platform")
    {
        report.push(
            RULE.at(
                object.span(&key.at),
                "this Application could delete objects of the platform",
            )
            .label("prunes in project `platform`")
            .help("write another `project:`, one with only its own namespaces"),
        );
    }
}

/// Ceph must take disks by name only, those that nobody else has, and never wipe them.
fn ceph(cx: &Context<'_>, object: &Object<'_>, report: &mut Report) {
    let mut refuse = |key: &Key, name: &str| {
        report.push(
            RULE.at(
                object.span(&key.at),
                format!("`{name}` takes or wipes disks that nobody named"),
            )
            .label("data would be lost")
            .help("name the disks in the description: `disk ... use=storage`"),
        );
    };
    let says = |value: &Node| value.kind == Kind::Bool(true) || !value.text().is_empty();
    for path in SPEC {
        if let Some((key, _)) = object.node.at_path(path).filter(|(_, value)| says(value)) {
            refuse(key, &path[1..].join("."));
        }
    }
    let nodes = object
        .at(&["spec", "storage", "nodes"])
        .map_or(&[][..], Node::items);
    for node in nodes {
        for name in ["useAllDevices", "deviceFilter", "devicePathFilter"] {
            if let Some((key, _)) = node.entry(name).filter(|(_, value)| says(value)) {
                refuse(key, &format!("storage.nodes.{name}"));
            }
        }
    }
    devices(cx, object, nodes, report);
}

/// Disks that Ceph is to take by name.
fn devices(cx: &Context<'_>, object: &Object<'_>, nodes: &[Node], report: &mut Report) {
    let devices = nodes
        .iter()
        .flat_map(|node| node.get("devices").map_or(&[][..], Node::items))
        .filter_map(|device| device.get("name"));
    for device in devices {
        let owner = cx
            .model
            .nodes
            .iter()
            .flat_map(|node| &node.decl.disk)
            .find(|disk| disk.id.path() == device.text());
        let problem = match owner {
            Some(disk) => RULE
                .at(
                    object.span(&device.at),
                    format!("this disk is `{}` of the description", disk.name),
                )
                .label("has an owner already")
                .also(disk.head.span, "declared here"),
            None if !device.text().starts_with("/dev/disk/by-id/") => RULE
                .at(
                    object.span(&device.at),
                    format!(
                        "`{}` can be another disk after the next boot",
                        device.text()
                    ),
                )
                .label("data would be lost"),
            None => continue,
        };
        report.push(problem.help("name the disks in the description: `disk ... use=storage`"));
    }
}

const SPEC: [&[&str]; 8] = [
    &["spec", "storage", "useAllDevices"],
    &["spec", "storage", "useAllNodes"],
    &["spec", "storage", "deviceFilter"],
    &["spec", "storage", "devicePathFilter"],
    &["spec", "storage", "migration", "confirmation"],
    &["spec", "storage", "store", "updateStore"],
    &["spec", "cleanupPolicy", "confirmation"],
    &["spec", "cleanupPolicy", "wipeDevicesFromOtherClusters"],
];
