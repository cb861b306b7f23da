//! System extensions of Talos: the modules that are in them, and what they wait for.
//!
//! Must not know: single rules.

use super::machines::extensions;
use crate::check::context::Context;
use crate::model::Node;

/// Modules that are in an extension only, as the kernel writes them, and the extensions that have
/// them; without their branch (siderolabs/extensions 2026-08: README and `lib/modules` of each;
/// siderolabs/pkgs for the names).
pub const FROM_EXTENSION: [(&str, &[&str]); 15] = [
    ("zfs", &["zfs"]),
    ("drbd", &["drbd"]),
    ("drbd_transport_tcp", &["drbd"]),
    ("btrfs", &["btrfs"]),
    ("nvidia", NVIDIA),
    ("nvidia_uvm", NVIDIA),
    ("nvidia_drm", NVIDIA),
    ("nvidia_modeset", NVIDIA),
    ("hailort", &["hailort"]),
    ("hailo_pci", &["hailort"]),
    ("gasket", &["gasket-driver"]),
    ("apex", &["gasket-driver"]),
    ("thunderbolt", &["thunderbolt"]),
    ("thunderbolt_net", &["thunderbolt"]),
    ("uinput", &["uinput"]),
];
const NVIDIA: &[&str] = &[
    "nvidia-open-gpu-kernel-modules-production",
    "nvidia-open-gpu-kernel-modules-lts",
    "nonfree-kmod-nvidia-production",
    "nonfree-kmod-nvidia-lts",
];

/// Extensions, without their branch, whose modules Talos loads only when they are named (README of
/// each; nvidia-container-toolkit for those of NVIDIA).
pub const MODULES_OF: [(&str, &[&str]); 5] = [
    ("zfs", &["zfs"]),
    ("drbd", &["drbd", "drbd_transport_tcp"]),
    ("btrfs", &["btrfs"]),
    ("nvidia-open-gpu-kernel-modules", OF_NVIDIA),
    ("nonfree-kmod-nvidia", OF_NVIDIA),
];
const OF_NVIDIA: &[&str] = &["nvidia", "nvidia_uvm", "nvidia_drm", "nvidia_modeset"];

/// Services that start only after their document is there (siderolabs/extensions 2026-08,
/// `depends: configuration: true` of each).
pub const AFTER_CONFIGURATION: [&str; 9] = [
    "bird2",
    "cloudflared",
    "lldpd",
    "nebula",
    "netbird",
    "newt",
    "nut-client",
    "tailscale",
    "zerotier",
];

/// The name without the branch that it is built from.
pub fn bare(name: &str) -> &str {
    let branches = ["-production", "-lts"];
    let mut stems = branches.iter().filter_map(|end| name.strip_suffix(end));
    stems.next().unwrap_or(name)
}

/// A machine has this extension.
pub fn has_extension<'m>(cx: &Context<'m>, node: &'m Node, name: &str) -> bool {
    extensions(cx, node).any(|(own, _)| own == name)
}
