//! A club's total and what is carved out of it.

use super::pod::{vm_pod_memory, vm_state};
use crate::language::Start;
use crate::language::types::Size;
use crate::model::{Model, Vm};

/// CPUs, memory and bytes of one club.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClubLedger {
    /// Of the VMs: guests' CPUs.
    pub vm_cpu: u64,
    /// Of the VMs: pods, without the reserve for migration.
    pub vm_memory: Size,
    /// The largest VM once more: live migration runs it twice for a while.
    pub migration: Size,
    /// Of the VMs: disks, CD-ROMs and what TPMs keep.
    pub vm_storage: Size,
    /// The largest blank disk once more: CDI makes it beside its final volume for a while (CDI
    /// createPVCPrime).
    pub import: Size,
    /// Number of VMs.
    pub vms: u64,
    /// Carved out: vclusters and namespaces.
    pub carved_cpu: u64,
    pub carved_memory: Size,
    pub carved_storage: Size,
}

impl ClubLedger {
    /// The ledger of a club, by its index.
    pub fn new(model: &Model, club: usize) -> Self {
        let mut ledger = Self::default();
        for vm in model.vms_of(club) {
            ledger.add_vm(model, vm);
        }
        for vcluster in model.vclusters_of(club) {
            ledger.carve(
                vcluster.decl.cpu.value,
                vcluster.decl.memory.value,
                vcluster.decl.storage.value,
            );
        }
        for namespace in model
            .clubs
            .get(club)
            .map(|club| club.decl.namespace.as_slice())
            .unwrap_or_default()
        {
            ledger.carve(
                namespace.cpu.value,
                namespace.memory.value,
                namespace.storage.value,
            );
        }
        ledger
    }

    /// What a VM takes of the club.
    fn add_vm(&mut self, model: &Model, vm: &Vm) {
        let pod = vm_pod_memory(vm);
        self.vms += 1;
        // One that nobody may start has no pod.
        if vm.decl.start.value != Start::Halted {
            self.vm_cpu += u64::from(vm.decl.cpu.value);
            self.vm_memory.0 = self.vm_memory.0.saturating_add(pod.bytes());
            self.migration = self.migration.max(pod);
        }
        self.vm_storage.0 = self
            .vm_storage
            .0
            .saturating_add(vm_bytes(model, vm).bytes());
        let blank = vm
            .disks
            .iter()
            .filter(|disk| disk.image.is_none())
            .map(|disk| disk.decl.size.value);
        self.import = blank.max().unwrap_or_default().max(self.import);
    }

    fn carve(&mut self, cpu: u32, memory: Size, storage: Size) {
        self.carved_cpu += u64::from(cpu);
        self.carved_memory.0 = self.carved_memory.0.saturating_add(memory.bytes());
        self.carved_storage.0 = self.carved_storage.0.saturating_add(storage.bytes());
    }
}

/// Bytes of all volumes of a VM, CD-ROMs and the state of its TPM included.
pub fn vm_bytes(model: &Model, vm: &Vm) -> Size {
    let disks: Size = vm.disks.iter().map(|disk| disk.decl.size.value).sum();
    let images = vm
        .cdroms
        .iter()
        .filter_map(|cdrom| model.images.get(cdrom.image?));
    let cdroms: Size = images.map(|image| image.decl.virtual_size.value).sum();
    let state = vm_state(vm);
    Size(
        [disks, cdroms, state]
            .iter()
            .fold(0, |sum, size| sum.saturating_add(size.bytes())),
    )
}
