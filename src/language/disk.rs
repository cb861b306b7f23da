//! `disk` and `volume` of a node.

use super::media::Media;
use super::storage::BackendKind;
use super::types::{DiskId, Name, Size, VolumeName};
use crate::schema::{node, words};

words! {
    /// What a disk is for. Each disk has one owner.
    Use "a use" {
        /// Talos is installed here; the disk is wiped by it.
        Install = "install",
        /// An OSD of the storage backend, which takes the whole disk.
        Storage = "storage",
        /// User volumes of Talos.
        Volume = "volume",
        /// Nothing yet. Nobody touches it.
        Spare = "spare",
    }
}

words! {
    /// Whether a disk of the storage still serves. Its machine stays a machine of the storage.
    DiskState "a state of a disk" {
        /// It holds data.
        Serving = "serving",
        /// It works, and its data is to go elsewhere: nothing new is counted on it.
        Leaving = "leaving",
        /// It is broken or gone: nothing can be read from it.
        Failed = "failed",
    }
}

words! {
    /// File system of a user volume.
    Filesystem "a file system" {
        /// XFS.
        Xfs = "xfs",
        /// ext4.
        Ext4 = "ext4",
    }
}

node! {
    /// A disk of a machine, by a name that does not move.
    Disk "disk" {
        /// Its name on this node.
        arg name: Name,
        /// Its name under `/dev/disk/by-id`, with the serial number: `talosctl get disks -o yaml`
        /// shows it.
        prop id: DiskId,
        /// Size as printed on it.
        prop size: Size,
        /// What it is made of.
        prop media: Media,
        /// What it is for.
        prop purpose as "use": Use,
        /// Whether it still serves, for `use=storage`: `runbooks/replace-disk.md` says when to
        /// write what.
        prop state: DiskState = "serving",
        /// The storage backend that owns it, when there are two.
        opt_prop backend: BackendKind,
    }
}

node! {
    /// A formatted volume of Talos at `/var/mnt/<name>`.
    Volume "volume" {
        /// Its name.
        arg name: VolumeName,
        /// The disk it is on, one with `use=volume` or `use=install`.
        prop disk: Name,
        /// Its size.
        prop size: Size,
        /// File system.
        prop filesystem: Filesystem = "xfs",
    }
}
