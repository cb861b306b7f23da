//! `patch/undoes-protection`

use crate::check::context::Context;
use crate::check::hatch::{PatchDocument, Truth, matches};
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::language::{Disk, Use};
use crate::model;
use crate::yaml::{Key, Node};

pub static RULE: Rule = Rule {
    id: "patch/undoes-protection",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch decides about disks, encryption or subnets behind the description's back",
    why: "A patch is applied last and would override what the description says. A mistake here can \
          cost data or the whole cluster, so it is refused.\n\nWhich disk is wiped, which belongs \
          to Ceph, how volumes unlock and which addresses pods have are such things.",
    fr: French {
        summary: "un patch décide des disques, du chiffrement ou des sous-réseaux dans le dos de \
                  la description",
        why: "Quel disque est effacé, lequel est à Ceph, comment les volumes s'ouvrent et quelles \
              adresses ont les pods est vérifié à travers toutes les couches, car une erreur perd \
              les données ou le cluster. Un patch vient en dernier et gagnerait : l'installateur \
              effacerait le disque qu'il nomme.",
    },
    wrong: &[
        r#"
patch "talos" on="worker-1" """
    machine:
      install:
        wipe: true
    """
"#,
        r#"
patch "talos" on="worker-1" """
    machine:
      install:
        disk: /dev/disk/by-id/ata-HDD_000011
        diskSelector:
          size: ">= 1TB"
    """
"#,
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: LinkConfig
    name: net
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: LinkAliasConfig
    name: net
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: BondConfig
    name: net
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: BridgeConfig
    name: br-lan
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: VLANConfig
    name: net.50
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: DHCPv4Config
    name: net
    $patch: delete
    ---
    apiVersion: v1alpha1
    kind: HostnameConfig
    $patch: delete
    """
"#,
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: VolumeConfig
    name: EPHEMERAL
    encryption:
      provider: luks2
      keys: [{slot: 0, nodeID: {}}]
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: data
    provisioning:
      diskSelector:
        match: disk.rotational
      maxSize: 10GiB
    """
"#,
        r#"
patch "talos" on=control-plane """
    apiVersion: v1alpha1
    kind: Layer2VIPConfig
    name: 10.0.0.10
    $patch: delete
    """
"#,
        r#"
patch "talos" on="worker-1" """
    machine:
      install:
        $patch: delete
    cluster:
      network:
        $patch: delete
    """
"#,
    ],
    right: &[r#"
patch "talos" on="worker-1" """
    machine:
      sysctls:
        vm.max_map_count: "262144"
    """
"#],
    check: Check::Written(check),
};

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        match document.kind() {
            "" => {
                main_document(document, report);
                disks(cx, document, report);
            }
            "UnattendedInstallConfig" if !cx.model.cluster.is_omni() => {
                report.push(installer(document));
            }
            "KubeNetworkConfig" => subnets(document, &document.node, report),
            "VolumeConfig" => {
                system_volume(document, report);
                volume(cx, document, "diskSelector", report);
            }
            "UserVolumeConfig" | "RawVolumeConfig" | "SwapVolumeConfig" => {
                volume(cx, document, "diskSelector", report)
            }
            "LVMVolumeGroupConfig" | "RAIDArrayConfig" => {
                volume(cx, document, "volumeSelector", report)
            }
            kind if LINKS.contains(&kind) => link(document, report),
            _ => {}
        }
    }
}

fn installer(document: &PatchDocument<'_>) -> Diagnostic {
    let problem = RULE
        .at(
            document.head(),
            "this patch chooses the disk that the installer wipes",
        )
        .label("the description says which: `use=install`");
    problem.help("remove this document: Talos is installed on the disk that has `use=install`")
}

/// Fields of `machine.install` about the disk that the installer wipes.
pub(super) const INSTALL_DISK: [&str; 3] = ["disk", "diskSelector", "wipe"];

fn main_document(document: &PatchDocument<'_>, report: &mut Report) {
    install_disk(document, report);
    // `$patch: delete` takes everything below along.
    for parent in [
        &["machine"][..],
        &["machine", "install"],
        &["cluster"],
        &["cluster", "network"],
    ] {
        let Some((_, node)) = document.node.at_path(parent) else {
            continue;
        };
        if let Some((key, _)) = node.entry("$patch") {
            let path = parent.join(".");
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`{path}` cannot be taken away"),
                )
                .label(if parent[0] == "machine" {
                    "the disk to install on is below it"
                } else {
                    "the subnets of pods and services are below it"
                })
                .help("remove this line, and delete what should go below it, key by key"),
            );
        }
    }
    if let Some((_, network)) = document.node.at_path(&["cluster", "network"]) {
        subnets(document, network, report);
    }
}

fn install_disk(document: &PatchDocument<'_>, report: &mut Report) {
    for field in INSTALL_DISK {
        if let Some((key, _)) = document.node.at_path(&["machine", "install", field]) {
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!("`machine.install.{field}` changes what the installer wipes"),
                )
                .label("the description says which: `use=install`")
                .help(
                    "remove this line: Talos is installed on the disk that has `use=install`, and \
                     wipes it",
                ),
            );
        }
    }
}

/// Cilium, certificates and checks of overlaps follow the description.
fn subnets(document: &PatchDocument<'_>, network: &Node, report: &mut Report) {
    let of_document = document.kind() == "KubeNetworkConfig";
    for (key, value) in network.pairs() {
        let is_ipv6 = |item: &Node| item.text().matches(':').count() > 1;
        let help = match value.items().iter().any(is_ipv6) {
            true => {
                "Radier has no words for IPv6 and dual stack yet: clusters have IPv4 addresses \
                 only; remove this line, and write `pods` or `services` in `cluster`"
            }
            false => "write `pods` or `services` in `cluster`",
        };
        if matches!(key.text.as_str(), "podSubnets" | "serviceSubnets")
            || (of_document && key.text == "$patch")
        {
            report.push(
                RULE.at(
                    document.span(&key.at),
                    format!(
                        "`{}` decides about addresses behind the description's back",
                        key.text
                    ),
                )
                .label("Cilium, certificates and checks of overlaps follow the description")
                .help(help),
            );
        }
    }
}

/// Documents that make the network of a machine. Radier writes them.
const LINKS: [&str; 8] = [
    "LinkAliasConfig",
    "LinkConfig",
    "BondConfig",
    "BridgeConfig",
    "VLANConfig",
    "DHCPv4Config",
    "Layer2VIPConfig",
    "HostnameConfig",
];

fn link(document: &PatchDocument<'_>, report: &mut Report) {
    if let Some((key, _)) = document.node.entry("$patch") {
        report.push(
            RULE.at(
                document.span(&key.at),
                format!("this takes a `{}` of the machine away", document.kind()),
            )
            .label("the machine would be gone from the network")
            .help("change the `nic`, `bond` or `network` of the description instead"),
        );
    }
}

/// `machine.disks`: Talos partitions what it names.
fn disks(cx: &Context<'_>, document: &PatchDocument<'_>, report: &mut Report) {
    let disks = document
        .node
        .at_path(&["machine", "disks"])
        .map_or(&[][..], |(_, disks)| disks.items());
    for device in disks.iter().filter_map(|disk| disk.get("device")) {
        let reached = cx
            .model
            .nodes
            .iter()
            .filter(|node| node.is_called(&document.owner.on));
        let owner = reached
            .flat_map(|node| &node.decl.disk)
            .find(|disk| disk.id.path() == device.text());
        let problem = RULE.at(document.span(&device.at), "this patch partitions a disk");
        let problem = match owner {
            Some(disk) => problem
                .label(format!(
                    "belongs to `{}`, with use={}",
                    disk.name, disk.purpose
                ))
                .also(disk.head.span, "declared here"),
            None if !device.text().starts_with("/dev/disk/by-id/") => {
                problem.label("Linux can give this name to another disk at the next boot")
            }
            None => continue,
        };
        report.push(problem.help("declare the disk with `use=volume`, and a `volume` on it"));
    }
}

fn system_volume(document: &PatchDocument<'_>, report: &mut Report) {
    let mut refuse = |key: &Key| {
        report.push(
            RULE.at(
                document.span(&key.at),
                "this patch changes how a volume of Talos unlocks",
            )
            .label("a wrong key locks the machine out of its own disk")
            .help(
                "use `encryption` in the description, which is checked against TPM, firmware and \
                 network",
            ),
        );
    };
    if let Some((key, _)) = document
        .node
        .entry("encryption")
        .or_else(|| document.node.entry("$patch"))
    {
        refuse(key);
    }
}

/// A volume must not be made on a disk of Ceph.
fn volume(cx: &Context<'_>, document: &PatchDocument<'_>, selector: &str, report: &mut Report) {
    let Some((_, selector)) = document.node.at_path(&["provisioning", selector, "match"]) else {
        return;
    };
    if let Some((node, disk, label)) = threatened(cx, document, selector) {
        report.push(
            RULE.at(
                document.span(&selector.at),
                format!("on `{}` this could format a disk of Ceph", node.decl.name),
            )
            .label(label)
            .also(disk.head.span, "owned by Ceph")
            .help("declare `volume` on the node, or match one disk by its `/dev/disk/by-id` name"),
        );
    }
}

/// The first disk of Ceph that a selector matches, or may match.
pub(super) fn threatened<'m>(
    cx: &Context<'m>,
    document: &PatchDocument<'_>,
    selector: &Node,
) -> Option<(&'m model::Node, &'m Disk, &'static str)> {
    let nodes = cx.model.nodes.iter();
    let mut reached = nodes.filter(|node| node.is_called(&document.owner.on));
    reached.find_map(|node| {
        let disks = &node.decl.disk;
        let of_ceph = disks
            .iter()
            .filter(|disk| disk.purpose.value == Use::Storage && !disk.id.value.0.is_empty());
        let (disk, truth) = of_ceph
            .map(|disk| (disk, matches(selector.text(), Some(disk), disks)))
            .find(|(_, truth)| *truth != Truth::No)?;
        Some(match truth {
            Truth::Yes => (node, disk, "matches a disk of Ceph"),
            _ => (node, disk, "may match a disk of Ceph"),
        })
    })
}
