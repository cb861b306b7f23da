//! `storage`: a backend and its pools.

use super::allow::Allow;
use super::media::Media;
use super::types::{Factor, Name, Size};
use crate::schema::{node, words};

words! {
    /// Software that makes one storage out of many disks.
    BackendKind "a storage backend" {
        /// Ceph, run by Rook.
        Ceph = "ceph",
    }
}

words! {
    /// What a pool is for; decides the shape of its StorageClass.
    Serves "a purpose" {
        /// Disks of VMs: RBD block volumes that can be used by two nodes at once, as live migration
        /// needs.
        Vm = "vm",
        /// Volumes of pods: RBD with a file system.
        Apps = "apps",
    }
}

words! {
    /// What must not hold two copies of the same data.
    FailureDomain "a failure domain" {
        /// A machine.
        Host = "host",
        /// A rack.
        Rack = "rack",
    }
}

node! {
    /// An RBD pool.
    Pool "pool" {
        /// Its name; also the StorageClass is called after it.
        arg name: Name,
        /// Device class of its disks.
        prop media: Media,
        /// Copies of each byte. Give either this or the two kinds of chunks. Without any: 3.
        opt_prop replicas: u32,
        /// Erasure coding: chunks that hold data.
        opt_prop data_chunks: u32,
        /// Erasure coding: chunks that may be lost.
        opt_prop coding_chunks: u32,
        /// What must not hold two copies.
        prop failure_domain: FailureDomain = "host",
        /// What it is for.
        prop serves: Serves,
        /// The StorageClass of claims that name none.
        prop default: bool = "#false",
        /// Most bytes that may be stored in it. Without it: 85 % of what fits. Pools of one class
        /// share its bytes.
        opt_prop limit: Size,
    }
}

node! {
    /// A CephFS file system: volumes that many pods can write to at once.
    CephFilesystem "filesystem" {
        /// Its name; also the StorageClass is called after it.
        arg name: Name,
        /// Device class of its disks.
        prop media: Media,
        /// Copies of each byte.
        prop replicas: u32 = "3",
        /// What must not hold two copies.
        prop failure_domain: FailureDomain = "host",
        /// Most bytes that may be stored in it. Without it: 85 % of what fits.
        opt_prop limit: Size,
    }
}

node! {
    /// A storage backend: it owns every disk with `use=storage`.
    Storage "storage" {
        /// Which one.
        arg backend: BackendKind,
        /// An RBD pool.
        many pool: Pool,
        /// A CephFS file system.
        many filesystem: CephFilesystem,
        /// How much more may be promised than there is, because volumes are rarely full.
        value overcommit: Factor = "1.0",
        /// Accepted findings.
        many allow: Allow,
    }
}
