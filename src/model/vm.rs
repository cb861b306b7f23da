//! A VM, resolved.

use super::Model;
use super::link::{Linker, Volume};
use super::text::Facts;
use crate::language::types::{Mac, Name};
use crate::language::{self, Club, ImageKind, Os, Platform};
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

    /// Of the nodes that its placement names, those that take workloads; all that do without a
    /// placement.
    pub fn candidates<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = usize> + 'm {
        let named = self.nodes.iter().copied();
        let any = (0..model.nodes.len()).filter(|_| self.nodes.is_empty());
        named.chain(any).filter(|at| {
            model
                .nodes
                .get(*at)
                .is_some_and(|node| model.takes_workloads(node))
        })
    }

    /// It can move to another node while it runs: there is one.
    pub fn migratable(&self, model: &Model) -> bool {
        self.candidates(model).nth(1).is_some()
    }

    /// Its disks and CD-ROMs move from `decl` to where they are resolved.
    pub(super) fn new(
        mut decl: language::Vm,
        club: usize,
        around: (&Platform, &Club),
        linker: &mut Linker<'_>,
    ) -> Self {
        let facts = &Facts {
            platform: around.0,
            club: around.1,
            vm: &decl,
        };
        let user_data = decl
            .cloud_init
            .as_ref()
            .and_then(|path| linker.template(path, facts));
        let network_data = decl
            .network_data
            .as_ref()
            .and_then(|path| linker.template(path, facts));
        let firmware = Self::firmware_of(&decl);
        let disks = Self::disks_of(&mut decl, linker);
        let mut cdroms = Vec::new();
        for decl in std::mem::take(&mut decl.cdrom) {
            cdroms.push(VmCdrom {
                image: linker.image(&decl.image, ImageKind::Iso),
                decl,
            });
        }
        let nics = Self::nics_of(&decl, linker);
        let wanted = decl
            .placement
            .as_ref()
            .map(|placement| placement.nodes.clone())
            .unwrap_or_default();
        let nodes = wanted.iter().filter_map(|name| linker.node(name)).collect();
        Self {
            club,
            firmware,
            disks,
            cdroms,
            nics,
            nodes,
            user_data,
            network_data,
            decl,
        }
    }

    fn firmware_of(decl: &language::Vm) -> Firmware {
        let windows = decl.os.value == Os::Windows;
        match &decl.firmware {
            Some(firmware) => Firmware {
                uefi: firmware.uefi.value,
                secure_boot: firmware.secure_boot.value,
                tpm: firmware.tpm.value,
            },
            None => Firmware {
                uefi: true,
                secure_boot: windows,
                tpm: windows,
            },
        }
    }

    fn disks_of(decl: &mut language::Vm, linker: &mut Linker<'_>) -> Vec<VmDisk> {
        let mut disks = Vec::with_capacity(decl.disk.len());
        for disk in std::mem::take(&mut decl.disk) {
            let image = disk
                .image
                .as_ref()
                .and_then(|image| linker.image(image, ImageKind::Disk));
            let pool = linker.vm_pool(disk.pool.as_ref(), disk.head.span, Volume::Disk);
            disks.push(VmDisk {
                decl: disk,
                image,
                pool,
            });
        }
        disks
    }

    /// Without one that is written, a VM has one on the pod network.
    fn nics_of(decl: &language::Vm, linker: &mut Linker<'_>) -> Vec<VmNic> {
        let mut nics = Vec::with_capacity(decl.nic.len().max(1));
        for nic in &decl.nic {
            let pod = *nic.network.value == *"pod";
            let network = if pod {
                None
            } else {
                linker.network(&nic.network)
            };
            if pod || network.is_some() {
                nics.push(VmNic {
                    network,
                    name: nic.network.clone(),
                    mac: nic.mac,
                });
            }
        }
        if decl.nic.is_empty() {
            nics.push(VmNic {
                network: None,
                name: Spanned::new(Name("pod".into()), decl.head.span),
                mac: None,
            });
        }
        nics
    }
}
