//! Kinds of disks.

use crate::schema::words;

words! {
    /// What a disk is made of; also its device class in Ceph.
    Media "a kind of disk" {
        /// Spinning disk.
        Hdd = "hdd",
        /// Flash behind SATA or SAS.
        Ssd = "ssd",
        /// Flash behind NVMe.
        Nvme = "nvme",
    }
}
