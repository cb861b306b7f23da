//! What a VM takes from its node beyond what its guest sees.

use crate::language::types::Size;
use crate::model::Vm;

/// Memory of the pod around a VM (kubevirt v1.9.0 pkg/hypervisor/kvm/hypervisorbackend.go): the
/// guest, its page tables (1/512), 220 MiB for the launcher, 8 MiB for each virtual CPU and 8 for
/// the I/O thread, 32 MiB for the graphics card, 53 MiB for a TPM; and the containers beside it.
pub fn vm_pod_memory(vm: &Vm) -> Size {
    let guest = vm.decl.memory.bytes();
    let mib =
        220 + 8 * u64::from(vm.decl.cpu.value) + 8 + 32 + if vm.firmware.tpm { 53 } else { 0 };
    Size(
        guest
            .saturating_add(guest / 512)
            .saturating_add(mib * Size::MIB)
            .saturating_add(beside(vm)),
    )
}

/// Bytes that containers beside a VM request: one that reads its serial console (kubevirt v1.9.0
/// pkg/virt-controller/services/serialconsolelog.go, 35M), and one for each container disk
/// (pkg/container-disk/container-disk.go, 1M): the drivers of Windows.
fn beside(vm: &Vm) -> u64 {
    const MB: u64 = 1_000_000;
    35 * MB + if vm.is_windows() { MB } else { 0 }
}

/// The claim for what a TPM and UEFI keep (kubevirt v1.9.0
/// pkg/storage/backend-storage/backend-storage.go PVCSize).
pub fn vm_state(vm: &Vm) -> Size {
    Size(if vm.firmware.tpm { 10 * Size::MIB } else { 0 })
}
