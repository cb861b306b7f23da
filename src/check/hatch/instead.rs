//! What to write in the place of a field of Talos that has had its day.
//!
//! Must not know: findings.

use crate::diagnostic::list;
use crate::upstream::talos::{self, Replaced};

/// A word of the description where there is one, or the document that took its place.
pub fn instead(old: &Replaced, contract: u64) -> String {
    match word_for(old.path) {
        Some(word) => format!("remove it, and write {word}"),
        None => format!(
            "move it to the end of this patch, after a line `---`: {}",
            document(old, contract)
        ),
    }
}

/// The lines of a document that takes the place of a field.
fn document(old: &Replaced, contract: u64) -> String {
    let fields = talos::document(contract, old.by)
        .map(|shape| shape.fields().map(|field| field.name).collect::<Vec<_>>())
        .unwrap_or_default();
    let own: Vec<&str> = fields
        .into_iter()
        .filter(|name| !["apiVersion", "kind", "name"].contains(name))
        .collect();
    let name = old.path.rsplit('.').next().unwrap_or(old.path);
    let head = format!("the lines `apiVersion: v1alpha1` and `kind: {}`", old.by);
    match own.as_slice() {
        [only] => format!("{head}, and `{only}:` with what is below `{name}:` now"),
        [_, _, ..] if own.len() <= 4 => format!(
            "{head}, and what is to be set: {}",
            list(own.iter().copied())
        ),
        _ => format!("{head}, and what is to be set"),
    }
}

/// Words of the description that say the same as a field of Talos, and where they are written.
pub fn word_for(path: &str) -> Option<String> {
    let (_, word, place) = WORDS.iter().find(|(known, ..)| *known == path)?;
    Some(match place {
        Place::Here => word.to_string(),
        Place::Cluster => format!("{word} in the block of `cluster`"),
        Place::Machines => {
            format!("{word} in the block of `cluster`, for all machines, or of one `node`")
        }
        Place::Node => format!("{word} in the block of the `node`"),
    })
}

/// Where a word is written.
enum Place {
    Here,
    Cluster,
    Machines,
    Node,
}

/// Words of the description that say the same as a field of Talos.
const WORDS: [(&str, &str, Place); 18] = [
    (
        "cluster.allowSchedulingOnControlPlanes",
        "`control-plane schedulable=#true`",
        Place::Cluster,
    ),
    (
        "cluster.clusterName",
        "the name that follows `cluster`",
        Place::Here,
    ),
    (
        "cluster.controlPlane.endpoint",
        "`endpoint \"https://...:6443\"`",
        Place::Cluster,
    ),
    (
        "cluster.network",
        "`pods \"10.244.0.0/16\"`, `services \"10.96.0.0/16\"` or `cni \"cilium\"`",
        Place::Cluster,
    ),
    (
        "cluster.proxy",
        "`cni \"cilium\" kube-proxy=#true`, or `#false`,",
        Place::Cluster,
    ),
    (
        "machine.disks",
        "`disk ... use=volume`, and `volume \"name\" disk=... size=...` with it,",
        Place::Node,
    ),
    (
        "machine.install",
        "`extensions` and `kernel-args`, from which Radier makes the image,",
        Place::Machines,
    ),
    (
        "machine.install.extensions",
        "`extensions \"name\"`",
        Place::Machines,
    ),
    (
        "machine.install.extraKernelArgs",
        "`kernel-args \"name=value\"`",
        Place::Machines,
    ),
    (
        "machine.kernel",
        "`kernel-module \"name\"`",
        Place::Machines,
    ),
    (
        "machine.network.hostname",
        "the name that follows `node`: it is the host name",
        Place::Here,
    ),
    (
        "machine.network.interfaces",
        "`nic`, `bond` and `route`",
        Place::Node,
    ),
    (
        "machine.network.nameservers",
        "`dns \"10.0.0.1\"`, with your own addresses,",
        Place::Cluster,
    ),
    (
        "machine.nodeLabels",
        "`label \"key\" \"value\"`",
        Place::Machines,
    ),
    (
        "machine.nodeTaints",
        "`taint \"key\" value=\"...\" effect=...`",
        Place::Machines,
    ),
    (
        "machine.sysctls",
        "`sysctl \"key\" \"value\"`",
        Place::Machines,
    ),
    (
        "machine.systemDiskEncryption",
        "`encryption { volume \"STATE\" key=... }`",
        Place::Machines,
    ),
    (
        "machine.time",
        "`ntp \"time.example.org\"`, with your own servers,",
        Place::Cluster,
    ),
];
