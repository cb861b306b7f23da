//! A VM, resolved.

use crate::language::types::{Mac, Name};
use crate::language::{self, Os};
use crate::source::Spanned;

/// A virtual machine of a club.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vm {
    pub decl: language::Vm,
    /// Index into `Model::clubs`.
    pub club: usize,
    pub firmware: Firmware,
    pub disks: Vec<VmDisk>,
    pub cdroms: Vec<VmCdrom>,
    pub nics: Vec<VmNic>,
    /// Nodes it may run on, as indexes into `Model::nodes`; all when empty.
    pub nodes: Vec<usize>,
    /// cloud-init user data, rendered.
    pub user_data: Option<Spanned<String>>,
    /// cloud-init network data, rendered.
    pub network_data: Option<Spanned<String>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Firmware {
    pub uefi: bool,
    pub secure_boot: bool,
    pub tpm: bool,
}

/// A disk of a VM.
#[derive(Clone, Debug, PartialEq)]
pub struct VmDisk {
    pub decl: language::VmDisk,
    /// Index into `Model::images`; blank without.
    pub image: Option<usize>,
    /// Index into the pools of the storage.
    pub pool: Option<usize>,
}

/// A CD-ROM of a VM.
#[derive(Clone, Debug, PartialEq)]
pub struct VmCdrom {
    pub decl: language::Cdrom,
    /// Index into `Model::images`.
    pub image: Option<usize>,
}

/// A network card of a VM.
#[derive(Clone, Debug, PartialEq)]
pub struct VmNic {
    /// Index into `Model::networks`; the pod network without.
    pub network: Option<usize>,
    pub name: Spanned<Name>,
    pub mac: Option<Spanned<Mac>>,
}

impl Vm {
    pub fn is_windows(&self) -> bool {
        self.decl.os.value == Os::Windows
    }
}
