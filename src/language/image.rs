//! `image`: what VMs start from.

use super::allow::Allow;
use super::types::{Id, Name, Sha256, Sha512, Size, Url};
use crate::schema::{node, words};

words! {
    /// What an image holds.
    ImageKind "a kind of image" {
        /// An installed system (qcow2 or raw); disks of VMs are cloned from it.
        Disk = "disk",
        /// An installer; VMs boot it from a CD-ROM.
        Iso = "iso",
    }
}

node! {
    /// A disk image or an ISO that CDI imports once into namespace `golden-images`.
    Image "image" {
        /// Its name.
        arg name: Id,
        /// What it holds.
        prop kind: ImageKind,
        /// Where to download it.
        opt_value url: Url,
        /// A container image that holds the disk, with digest:
        /// `docker://quay.io/org/name@sha256:...`.
        opt_value registry: Url,
        /// Checksum of the download.
        opt_value sha256: Sha256,
        /// Checksum of the download.
        opt_value sha512: Sha512,
        /// Size that the guest sees: `qemu-img info` calls it virtual size.
        value virtual_size: Size,
        /// Pool it is kept in. Without it: the only pool that serves `vm`.
        opt_value pool: Name,
        /// Accepted findings.
        many allow: Allow,
    }
}
