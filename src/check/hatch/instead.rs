//! What to write in the place of a field of Talos that has had its day.
//!
//! Must not know: findings.

use crate::upstream::talos::{self, Replaced};

/// A word of the description where there is one, or the document that took its place.
pub fn instead(old: &Replaced, contract: u64) -> String {
    let document = || format!("a document of its own, after a line `---`: {}", document(old.by, contract));
    match word_for(old.path) {
        // That document would choose the disk to install on; the description does.
        Some(word) if !old.by.ends_with("Config") || old.by == "UnattendedInstallConfig" => format!("write {word}"),
        Some(word) => format!("write {word}; or {}", document()),
        None => format!("write {}", document()),
    }
}

/// How a document is written: its head and its keys.
fn document(kind: &str, contract: u64) -> String {
    let fields =
        talos::document(contract, kind).map(|shape| shape.fields().map(|field| field.name).collect::<Vec<_>>()).unwrap_or_default();
    let own: Vec<String> = fields.iter().filter(|name| !["apiVersion", "kind"].contains(name)).map(|name| format!("`{name}:`")).collect();
    let head = format!("`apiVersion: v1alpha1`, `kind: {kind}`");
    match own.len() {
        1..=4 => format!("{head}, {}", own.join(", ")),
        _ => format!("{head}, and what is to be set"),
    }
}

/// Words of the description that say the same as a field of Talos, and where they are written.
pub fn word_for(path: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == path).map(|(_, word)| *word)
}

/// Words of the description that say the same as a field of Talos.
const WORDS: [(&str, &str); 18] = [
    ("cluster.allowSchedulingOnControlPlanes", "`control-plane schedulable=#true` in the block of `cluster`"),
    ("cluster.clusterName", "the name after `cluster`"),
    ("cluster.controlPlane.endpoint", "`endpoint` in the block of `cluster`"),
    ("cluster.network", "`pods`, `services` and `cni` in the block of `cluster`"),
    ("cluster.proxy", "`cni \"cilium\" kube-proxy=#true` or `#false` in the block of `cluster`"),
    ("machine.install", "`extensions` and `kernel-args` in the block of `cluster`, a role or a `node`: Radier makes the image of them"),
    ("machine.install.extensions", "`extensions` in the block of `cluster`, a role or a `node`"),
    ("machine.install.extraKernelArgs", "`kernel-args` in the block of `cluster`, a role or a `node`"),
    ("machine.kernel", "`kernel-module` in the block of `cluster`, a role or a `node`"),
    ("machine.network.hostname", "the name after `node`: it is the host name"),
    ("machine.network.interfaces", "`nic`, `bond` and `route` in the block of `node`"),
    ("machine.network.nameservers", "`dns` in the block of `cluster`"),
    ("machine.nodeLabels", "`label` in the block of `cluster`, a role or a `node`"),
    ("machine.nodeTaints", "`taint` in the block of `cluster`, a role or a `node`"),
    ("machine.sysctls", "`sysctl` in the block of `cluster`, a role or a `node`"),
    ("machine.systemDiskEncryption", "`encryption` in the block of `cluster` or `node`"),
    ("machine.time", "`ntp` in the block of `cluster`"),
    ("machine.disks", "`disk ... use=volume` and `volume` in the block of `node`"),
];
