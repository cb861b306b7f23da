//! A VM, with what it names resolved.

use super::linker::Linker;
use super::pool::Volume;
use super::text::Facts;
use crate::language::types::Name;
use crate::language::{self, Club, ImageKind, Os, Platform};
use crate::model::vm::{Firmware, Vm, VmCdrom, VmDisk, VmNic};
use crate::source::Spanned;

/// Its disks and CD-ROMs move from `decl` to where they are resolved.
pub(super) fn vm(
    mut decl: language::Vm,
    club: usize,
    around: (&Platform, &Club),
    linker: &mut Linker<'_>,
) -> Vm {
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
    let firmware = firmware(&decl);
    let disks = disks(&mut decl, linker);
    let mut cdroms = Vec::new();
    for decl in std::mem::take(&mut decl.cdrom) {
        cdroms.push(VmCdrom {
            image: linker.image(&decl.image, ImageKind::Iso),
            decl,
        });
    }
    let nics = nics(&decl, linker);
    let wanted = decl
        .placement
        .as_ref()
        .map(|placement| placement.nodes.clone())
        .unwrap_or_default();
    let nodes = wanted.iter().filter_map(|name| linker.node(name)).collect();
    Vm {
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

/// What is not said has its default, whatever else is: Windows 11 asks for both.
fn firmware(decl: &language::Vm) -> Firmware {
    let said = decl.firmware.as_ref();
    let uefi = said.is_none_or(|firmware| firmware.uefi.value);
    let usual = uefi && decl.os.value == Os::Windows;
    let or_usual = |word: Option<Spanned<bool>>| word.map_or(usual, |word| word.value);
    Firmware {
        uefi,
        secure_boot: or_usual(said.and_then(|firmware| firmware.secure_boot)),
        tpm: or_usual(said.and_then(|firmware| firmware.tpm)),
    }
}

fn disks(decl: &mut language::Vm, linker: &mut Linker<'_>) -> Vec<VmDisk> {
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
fn nics(decl: &language::Vm, linker: &mut Linker<'_>) -> Vec<VmNic> {
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
