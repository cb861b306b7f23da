//! `club`: a tenant.

use super::allow::Allow;
use super::types::{Name, Size, Url};
use super::vcluster::Vcluster;
use super::vm::Vm;
use crate::schema::{node, words};

words! {
    /// What members of a group may do in the club's namespaces and Applications.
    MemberRole "a role of members" {
        /// Look at everything.
        View = "view",
        /// Start, stop and open the console of VMs, and sync Applications.
        Edit = "edit",
    }
}

node! {
    /// A group of people who belong to the club.
    Members "members" {
        /// Name of the group, as the sign-in calls it.
        prop group: String,
        /// What they may do.
        prop role: MemberRole,
    }
}

node! {
    /// The club's total; VMs, vclusters and namespaces are carved out of it.
    Quota "quota" {
        /// CPUs: of VMs, as the guest sees them, of vclusters and of namespaces.
        value cpu: u32,
        /// Memory, with what each VM needs around its guest, and the largest VM once more for live
        /// migration.
        value memory: Size,
        /// Bytes of all volumes, whatever their class.
        value storage: Size,
        /// Number of VMs.
        opt_value vms: u32,
    }
}

node! {
    /// A further namespace of the club on the host cluster.
    ClubNamespace "namespace" {
        /// Its name; Kubernetes knows it as `club-<club>-<name>`.
        arg name: Name,
        /// CPUs.
        value cpu: u32,
        /// Memory.
        value memory: Size,
        /// Bytes of its volumes.
        value storage: Size,
    }
}

node! {
    /// A tenant: a club, a laboratory, a team.
    Club "club" {
        /// Its name.
        arg name: Name,
        /// One line for the documentation.
        opt_value description: String,
        /// Where to reach its people.
        opt_value contact: String,
        /// Who belongs to it.
        many members: Members,
        /// Its own Git repositories; `*` stands for any name. They may be deployed to its vclusters
        /// only.
        values source: Url,
        /// Its total.
        child quota: Quota,
        /// A Kubernetes of its own.
        many vcluster: Vcluster,
        /// A virtual machine.
        many vm: Vm,
        /// A further namespace.
        many namespace: ClubNamespace,
        /// Accepted findings.
        many allow: Allow,
    }
}
