//! `vm` of a club.

use super::allow::Allow;
use super::types::{Id, Mac, Name, Size};
use crate::schema::{node, words};

words! {
    /// Guest system; decides the devices it gets.
    Os "a guest system" {
        /// Linux: virtio devices.
        Linux = "linux",
        /// Windows: SATA disks, e1000e network, Hyper-V features, the virtio drivers as a CD-ROM.
        Windows = "windows",
    }
}

words! {
    /// When a VM runs (KubeVirt's runStrategy).
    Start "a start policy" {
        /// It runs, and is started again when it stops.
        Always = "always",
        /// People start and stop it.
        Manual = "manual",
        /// It is started again only after a failure.
        RerunOnFailure = "rerun-on-failure",
        /// It is off.
        Halted = "halted",
    }
}

node! {
    /// A disk of a VM, kept when the VM is deleted.
    VmDisk "disk" {
        /// Its name in the VM.
        arg name: Name,
        /// Image it is cloned from. Without it the disk is blank.
        opt_prop image: Id,
        /// Its size.
        prop size: Size,
        /// Pool it is kept in. Without it: the only pool that serves `vm`.
        opt_prop pool: Name,
    }
}

node! {
    /// An ISO in the CD-ROM drive.
    Cdrom "cdrom" {
        /// An image of kind `iso`.
        arg image: Id,
    }
}

node! {
    /// A network card of a VM.
    VmNic "nic" {
        /// A network with a bridge, or `pod` for the pod network. A VM without any `nic` is on the
        /// pod network.
        arg network: Name,
        /// Its MAC address. Without it: one derived from the names, always the same.
        opt_prop mac: Mac,
    }
}

node! {
    /// How the VM boots.
    VmFirmware "firmware" {
        /// UEFI, not BIOS.
        prop uefi: bool = "#true",
        /// Boot signed systems only. Without it: `#true` for Windows with UEFI, else `#false`.
        opt_prop secure_boot: bool,
        /// A TPM 2.0 whose contents stay, on a `filesystem`, else in the pool for applications.
        /// Without it: `#true` for Windows with UEFI, else `#false`.
        opt_prop tpm: bool,
    }
}

node! {
    /// Where the VM may run.
    Placement "placement" {
        /// VMs of the club with the same word run on different nodes where possible.
        opt_prop spread: Name,
        /// Only on these nodes.
        values nodes: Name,
    }
}

node! {
    /// SSH keys for the first user, by reference.
    SshKeys "ssh-keys" {
        /// A Secret in the club's namespace whose values are public keys. It must exist; it is
        /// never in Git.
        prop secret: Name,
    }
}

node! {
    /// A virtual machine of a club.
    Vm "vm" {
        /// Its name and host name.
        arg name: Name,
        /// Virtual CPUs.
        prop cpu: u32,
        /// Memory of the guest.
        prop memory: Size,
        /// When it runs.
        prop start: Start = "always",
        /// Guest system.
        prop os: Os = "linux",
        /// How it boots. Without it: UEFI; Windows: UEFI with secure boot and TPM.
        opt_child firmware: VmFirmware,
        /// Its disks; the first one boots.
        many disk: VmDisk,
        /// CD-ROM drives, tried after the first disk.
        many cdrom: Cdrom,
        /// Network cards.
        many nic: VmNic,
        /// cloud-init user data: a template beside this file. It may use `vm.name`, `vm.cpu`,
        /// `vm.memory`, `club.name`, `platform.name` and `platform.domain`.
        opt_value cloud_init: String,
        /// cloud-init network data: a template beside this file.
        opt_value network_data: String,
        /// SSH keys for the first user.
        opt_child ssh_keys: SshKeys,
        /// Where it may run.
        opt_child placement: Placement,
        /// Accepted findings.
        many allow: Allow,
    }
}
