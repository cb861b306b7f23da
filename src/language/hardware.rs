//! `model`: a hardware model.

use super::types::{Name, Size};
use crate::schema::{node, words};

words! {
    /// Maker of the processor; decides the microcode extension.
    CpuVendor "a vendor" {
        /// Intel.
        Intel = "intel",
        /// AMD.
        Amd = "amd",
    }
    not "arm": "Radier has no words for ARM yet: boot images are made for x86-64 only"
}

words! {
    /// Version of the TPM.
    Tpm "a TPM version" {
        /// TPM 2.0, the one that Talos can use.
        V2 = "2.0",
        /// TPM 1.2, which Talos cannot use.
        V1 = "1.2",
    }
}

node! {
    /// Processors of one machine, all sockets together.
    Cpu "cpu" {
        /// Physical cores.
        prop cores: u32,
        /// What Linux counts as CPUs. Without it: as many as cores.
        opt_prop threads: u32,
        /// Maker.
        prop vendor: CpuVendor,
    }
}

node! {
    /// How the machine boots.
    Firmware "firmware" {
        /// UEFI, not BIOS.
        prop uefi: bool = "#true",
        /// Secure boot is on; the installer is the signed one.
        prop secure_boot: bool = "#false",
        /// Its TPM.
        opt_prop tpm: Tpm,
    }
}

node! {
    /// What all machines of one kind have in common.
    Hardware "model" {
        /// Its name.
        arg name: Name,
        /// Maker, for the documentation.
        opt_value vendor: String,
        /// Processors.
        child cpu: Cpu,
        /// Memory.
        value memory: Size,
        /// Rack units.
        value height: u32 = "1",
        /// How it boots. Without it: UEFI, no secure boot, no TPM.
        opt_child firmware: Firmware,
    }
}
