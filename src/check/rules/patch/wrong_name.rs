//! `patch/wrong-name`

use crate::check::about::machines::is_kernel_link;
use crate::check::context::Context;
use crate::check::rule::{Check, French, Rule};
use crate::diagnostic::{Level, Report};
use crate::language::types::is_host_name;

pub static RULE: Rule = Rule {
    id: "patch/wrong-name",
    level: Level::Error,
    since: "0.1.0",
    summary: "a patch gives a name that is taken, or with which a machine cannot join",
    why: "Talos accepts any text for a name, so the mistake shows up only on the machine.",
    fr: French {
        summary: "un patch donne un nom déjà pris, ou avec lequel une machine ne peut pas entrer",
        why: "Talos accepte n'importe quel texte comme nom : l'erreur ne se voit que sur la \
              machine.",
    },
    // Each of these was accepted by talos machinery 1.13.9.
    wrong: &[
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: HostnameConfig
    auto: "off"
    hostname: Worker_1
    """
"#,
        r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: EPHEMERAL
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: STATE
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: META
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: EFI
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: BIOS
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: BOOT
    ---
    apiVersion: v1alpha1
    kind: UserVolumeConfig
    name: IMAGECACHE
    """
"#,
    ],
    right: &[r#"
patch "talos" on="worker-1" """
    apiVersion: v1alpha1
    kind: HostnameConfig
    auto: "off"
    hostname: worker-1
    """
"#],
    check: Check::Written(check),
};

/// talos pkg/machinery/constants: labels of partitions.
const OF_TALOS: [&str; 7] = [
    "EPHEMERAL",
    "STATE",
    "META",
    "EFI",
    "BIOS",
    "BOOT",
    "IMAGECACHE",
];

fn check(cx: &Context<'_>, report: &mut Report) {
    for document in &cx.hatches.patches {
        let key = if document.kind() == "HostnameConfig" {
            "hostname"
        } else {
            "name"
        };
        let Some(node) = document.node.get(key) else {
            continue;
        };
        let name = node.text();
        let on = &document.owner.on;
        let other = || {
            cx.model
                .nodes
                .iter()
                .filter(|node| node.is_called(on))
                .any(|node| &*node.decl.name.value.0 != name)
        };
        let (message, label, help) = match document.kind() {
            "HostnameConfig" if !is_host_name(name) => (
                format!("`{name}` is not a name that Kubernetes accepts for a node"),
                "the node cannot join",
                "remove this document: a machine is called as its `node`; to rename it, write \
                 another name there, of small letters, digits and `-`",
            ),
            "HostnameConfig" if other() => (
                format!("`{name}` is not the name of every machine that this reaches"),
                "two names for one machine",
                "remove this document: a machine is called as its `node`",
            ),
            "LinkAliasConfig" if is_kernel_link(name) => (
                format!("`{name}` is a name that the kernel gives"),
                "two interfaces would have it",
                "choose a name that no driver uses, such as `lan0`",
            ),
            "UserVolumeConfig" if OF_TALOS.contains(&name) => (
                format!("`{name}` is a volume of Talos itself"),
                "would be taken for it",
                "choose another name",
            ),
            _ => continue,
        };
        report.push(
            RULE.at(document.span(&node.at), message)
                .label(label)
                .help(help),
        );
    }
}
