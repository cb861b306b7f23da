//! `node`: a physical machine.

use super::allow::Allow;
use super::bond::Bond;
use super::disk::{Disk, Volume};
use super::encryption::Encryption;
use super::machine::Machine;
use super::nic::Nic;
use super::types::{MachineUuid, Name, Title};
use crate::schema::{node, words};

words! {
    /// What Kubernetes runs on a machine.
    Role "a role" {
        /// etcd and the Kubernetes API.
        ControlPlane = "control-plane",
        /// Workloads.
        Worker = "worker",
    }
}

node! {
    /// Where a machine stands.
    Place "place" {
        /// The rack.
        prop rack: Title,
        /// Its lowest unit; unit 1 is at the bottom.
        prop unit: u32,
    }
}

node! {
    /// A physical machine that runs Talos.
    Node "node" {
        /// Host name and name in Kubernetes.
        arg name: Name,
        /// Its hardware model.
        prop model: Name,
        /// What runs here.
        prop role: Role,
        /// UUID of its firmware; Omni knows the machine by it, and so does the key `node-id`.
        opt_value uuid: MachineUuid,
        /// Where it stands.
        opt_child place: Place,
        /// Its network cards.
        many nic: Nic,
        /// NICs that work as one.
        many bond: Bond,
        /// Its disks.
        many disk: Disk,
        /// Formatted volumes at `/var/mnt`.
        many volume: Volume,
        /// Disk encryption of this machine, instead of the cluster's.
        opt_child encryption: Encryption,
        /// Settings of this machine.
        flatten machine: Machine,
        /// Accepted findings.
        many allow: Allow,
    }
}
