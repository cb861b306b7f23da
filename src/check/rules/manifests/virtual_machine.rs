//! `manifests/virtual-machine`

use crate::check::about::object::About;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::yaml::Node;

pub static RULE: Rule = Rule {
    id: "manifests/virtual-machine",
    level: Level::Error,
    since: "0.1.0",
    summary: "KubeVirt refuses a virtual machine of a manifest",
    why: "KubeVirt looks at more than the form of a VM: cards and networks, disks and volumes \
          belong together by their names, and a bridge on the pod network is not permitted here, \
          because such a VM could not move. Argo CD then tries forever.",
    fr: French {
        summary: "KubeVirt refuse une machine virtuelle d'un manifeste",
        why: "KubeVirt regarde plus que la forme d'une VM : cartes et réseaux, disques et volumes \
              vont ensemble par leurs noms, et un pont sur le réseau des pods n'est pas permis \
              ici, parce qu'une telle VM ne pourrait pas bouger. Argo CD essaie alors sans fin.",
    },
    // kubevirt v1.9.0 pkg/virt-api/webhooks/validating-webhook/admitters, pkg/network/admitter
    wrong: &[
        r#"
manifests "routers" namespace="default" {
    yaml """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata:
          name: router
        spec:
          domain:
            devices:
              disks: [{name: root, disk: {bus: virtio}}, {name: lost, disk: {bus: virtio}}]
              interfaces: [{name: pods, masquerade: {}}, {name: none, masquerade: {}}]
          networks: [{name: pods, pod: {}}, {name: idle, multus: {networkName: a}}]
          volumes: [{name: root, emptyDisk: {capacity: 1Gi}}]
        """
}
"#,
        r#"
manifests "routers" namespace="default" {
    yaml """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata:
          name: router
        spec:
          runStrategy: Always
          template:
            metadata:
              annotations:
                kubevirt.io/pci-topology-version: v3
            spec:
              architecture: amd64
              evictionStrategy: LiveMigrate
              domain:
                machine: {type: q35}
                firmware: {uuid: 5d307ca9-b3ef-428c-8861-06e72d69f223, serial: "1"}
                resources: {}
                cpu: {cores: 2, sockets: 1, threads: 1}
                memory: {guest: 2Gi}
                devices:
                  interfaces: [{name: default, bridge: {}}]
              networks: [{name: default, pod: {}}]
        """
}
"#,
    ],
    right: &[r#"
manifests "routers" namespace="default" {
    yaml """
        apiVersion: kubevirt.io/v1
        kind: VirtualMachineInstance
        metadata:
          name: router
        spec:
          domain:
            devices:
              disks: [{name: root, disk: {bus: virtio}}]
              interfaces: [{name: pods, masquerade: {}}, {name: lab, bridge: {}}]
          networks: [{name: pods, pod: {}}, {name: lab, multus: {networkName: lab}}]
          volumes: [{name: root, emptyDisk: {capacity: 1Gi}}]
        """
}
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for object in &cx.hatches.objects {
        let path: &[&str] = match object.known() {
            "VirtualMachine" => &["spec", "template", "spec"],
            "VirtualMachineInstance" => &["spec"],
            _ => continue,
        };
        let about = &mut About {
            rule: &RULE,
            object,
            report,
            outcome: REFUSES,
        };
        judge(about, path);
    }
}

const REFUSES: &str = "KubeVirt refuses the VM";

fn judge(about: &mut About<'_, '_>, path: &[&str]) {
    let Some(spec) = about.at(path) else { return };
    let list = |path: &[&str]| {
        spec.at_path(path)
            .map(|(_, node)| node.items())
            .unwrap_or_default()
    };
    let (interfaces, networks) = (
        list(&["domain", "devices", "interfaces"]),
        list(&["networks"]),
    );
    for interface in interfaces {
        let Some(name) = interface.get("name") else {
            continue;
        };
        match find(networks, name) {
            None => about.value(
                name,
                format!("no network is called `{}`", name.text()),
                REFUSES,
                "add it to `networks`, or correct the name",
            ),
            Some(network) if network.get("pod").is_some() => on_pods(about, interface),
            Some(_) => {}
        }
    }
    pairs(about, networks, interfaces, ["network", "`interfaces`"]);
    let (disks, volumes) = (list(&["domain", "devices", "disks"]), list(&["volumes"]));
    pairs(about, disks, volumes, ["disk", "`volumes`"]);
}

/// Radier's KubeVirt does not permit a bridge there: such a VM could not move.
fn on_pods(about: &mut About<'_, '_>, interface: &Node) {
    if let Some((key, _)) = interface.entry("bridge") {
        about.key(
            key,
            "a VM cannot have a bridge on the pod network".to_string(),
            REFUSES,
            "write `masquerade: {}`; a bridge needs a network of Multus",
        );
    }
}

fn find<'n>(all: &'n [Node], name: &Node) -> Option<&'n Node> {
    all.iter()
        .find(|one| one.get("name").is_some_and(|own| own.text() == name.text()))
}

/// Each of the one list has one of its name in the other.
fn pairs(about: &mut About<'_, '_>, all: &[Node], others: &[Node], [what, list]: [&str; 2]) {
    let names = all.iter().filter_map(|one| one.get("name"));
    for name in names.filter(|name| find(others, name).is_none()) {
        about.value(
            name,
            format!("{what} `{}` has none of its name in {list}", name.text()),
            REFUSES,
            &format!("add one to {list}, or correct the name"),
        );
    }
}
