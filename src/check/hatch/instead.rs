//! What to write in the place of a field of Talos that has had its day.
//!
//! Must not know: findings.

use crate::upstream::talos::Replaced;

/// A word of the description where there is one, or the document that took its place.
pub fn instead(old: &Replaced) -> String {
    let document = format!("a document of its own: `apiVersion: v1alpha1` and `kind: {}`, with its settings", old.by);
    match WORDS.iter().find(|(path, _)| *path == old.path) {
        // That document would choose the disk to install on; the description does.
        Some((_, word)) if !old.by.ends_with("Config") || old.by == "UnattendedInstallConfig" => format!("write {word}"),
        Some((_, word)) => format!("write {word}; or {document}"),
        None => format!("write {document}"),
    }
}

/// Words of the description that say the same as a field of Talos.
const WORDS: [(&str, &str); 16] = [
    ("cluster.allowSchedulingOnControlPlanes", "`control-plane schedulable=#true` in the block of `cluster`"),
    ("cluster.network", "`pods`, `services` and `cni` in the block of `cluster`"),
    ("cluster.proxy", "`cni \"cilium\" kube-proxy=#true` or `#false` in the block of `cluster`"),
    ("machine.install", "`extensions` and `kernel-args` in the block of `cluster`, a role or a `node`: Radier makes the image of them"),
    ("machine.install.extensions", "`extensions` in the block of `cluster`, a role or a `node`"),
    ("machine.install.extraKernelArgs", "`kernel-args` in the block of `cluster`, a role or a `node`"),
    ("machine.kernel", "`kernel-module` in the block of `cluster`, a role or a `node`"),
    ("machine.network.hostname", "the name behind `node`: it is the host name"),
    ("machine.network.interfaces", "`nic`, `bond` and `route` in the block of `node`"),
    ("machine.network.nameservers", "`dns` in the block of `cluster`"),
    ("machine.nodeLabels", "`label` in the block of `cluster`, a role or a `node`"),
    ("machine.nodeTaints", "`taint` in the block of `cluster`, a role or a `node`"),
    ("machine.sysctls", "`sysctl` in the block of `cluster`, a role or a `node`"),
    ("machine.systemDiskEncryption", "`encryption` in the block of `cluster` or `node`"),
    ("machine.time", "`ntp` in the block of `cluster`"),
    ("machine.disks", "`disk ... use=volume` and `volume` in the block of `node`"),
];
