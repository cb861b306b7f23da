//! Machines: their settings, their extensions, their disks, their names.

use crate::check::context::Context;
use crate::language::{Machine, VolumeKey};
use crate::model::Node;
use crate::source::Span;

/// Settings of machines at all levels: for the cluster, the roles, the nodes.
pub fn machines<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m Machine> {
    shared_machines(cx).chain(cx.model.nodes.iter().map(|node| &node.decl.machine))
}

/// Settings that reach several machines.
pub fn shared_machines<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m Machine> {
    let cluster = &cx.model.cluster.decl;
    let roles = [&cluster.control_plane, &cluster.worker];
    let roles = roles.into_iter().flatten().map(|role| &role.machine);
    std::iter::once(&cluster.machine).chain(roles)
}

/// Extensions of a node at all levels, and where each is named.
pub fn extensions<'m>(cx: &Context<'m>, node: &'m Node) -> impl Iterator<Item = (&'m str, Span)> {
    let named = node
        .settings(&cx.model.cluster)
        .flat_map(|(_, machine)| &machine.extensions);
    named.map(|name| (bare_extension(&name.value), name.span))
}

/// The name of an extension without that of its maker.
pub fn bare_extension(name: &str) -> &str {
    name.strip_prefix("siderolabs/").unwrap_or(name)
}

/// Every `volume` of every `encryption`, each once.
pub fn encrypted_volumes<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m VolumeKey> {
    let cluster = cx.model.cluster.decl.encryption.iter();
    let nodes = cx
        .model
        .nodes
        .iter()
        .filter_map(|node| node.decl.encryption.as_ref());
    cluster
        .chain(nodes)
        .flat_map(|encryption| &encryption.volume)
}

/// The command that lists the disks of a machine with the names that do not move.
pub fn disk_names(cx: &Context<'_>, node: &Node) -> String {
    let address = cx.model.names().node_address(node);
    format!(
        "`talosctl get disks -n {address} -o yaml | grep -E 'dev_path|pretty_size|by-id'` shows \
         the names; add `--insecure` after `disks` while Talos is not installed"
    )
}

/// They have one UUID: a machine that is declared twice, or a copy whose lines were forgotten.
/// `node/duplicate-uuid` tells of all that they share.
pub fn same_machine(one: &Node, other: &Node) -> bool {
    let (Some(one), Some(other)) = (&one.decl.uuid, &other.decl.uuid) else {
        return false;
    };
    one.value == other.value
}

/// `eth0`, `enp1s0`, `ib0`, `lo`: a name that the kernel gives a link (systemd.net-naming-scheme).
pub fn is_kernel_link(name: &str) -> bool {
    let digits_after = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    [
        "eth", "end", "eno", "ens", "enp", "enP", "enu", "wlan", "wlp", "ib", "usb",
    ]
    .into_iter()
    .any(digits_after)
        || name.starts_with("enx")
        || name == "lo"
}
