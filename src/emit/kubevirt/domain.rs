//! The virtual hardware of a VM.

use super::{network, volumes};
use crate::model::{Model, Vm};
use crate::yaml::{Value, list, map};

pub(super) fn domain(model: &Model, vm: &Vm) -> Value {
    let windows = vm.is_windows();
    let cpus = vm.decl.cpu.value;
    // Sockets can be added to a running Linux; Windows uses no more than two, so it gets cores.
    let cpu = if windows {
        map! { "sockets" => 1, "cores" => cpus, "threads" => 1 }
    } else {
        map! { "sockets" => cpus, "cores" => 1, "threads" => 1 }
    };
    map! {
        "machine" => map! { "type" => "q35" },
        "cpu" => cpu,
        "memory" => map! { "guest" => vm.decl.memory.quantity() },
        "resources" => map! {},
        "firmware" => firmware(model, vm),
        "features" => features(vm),
        "clock" => windows.then(clock),
        "devices" => devices(model, vm),
    }
}

fn firmware(model: &Model, vm: &Vm) -> Value {
    let uuid = model.names().vm_uuid(vm).to_string();
    let bootloader = if vm.firmware.uefi {
        // Said aloud: `efi: {}` means secure boot.
        map! {
            "efi" => map! {
                "secureBoot" => vm.firmware.secure_boot,
                "persistent" => vm.firmware.tpm,
            },
        }
    } else {
        map! { "bios" => map! {} }
    };
    map! { "uuid" => &uuid, "serial" => &uuid, "bootloader" => bootloader }
}

fn features(vm: &Vm) -> Value {
    let on = || map! { "enabled" => true };
    let mut features = map! { "acpi" => map! {} };
    if vm.firmware.secure_boot {
        // Secure boot needs system management mode.
        features.set("smm", on());
    }
    if vm.is_windows() {
        features.set("apic", map! {});
        features.set(
            "hyperv",
            map! {
                "relaxed" => on(),
                "vapic" => on(),
                "spinlocks" => map! { "spinlocks" => 8191 },
            },
        );
    }
    features
}

/// The clock as Windows expects it.
fn clock() -> Value {
    map! { "utc" => map! {}, "timer" => map! {
        "hpet" => map! { "present" => false },
        "pit" => map! { "tickPolicy" => "delay" },
        "rtc" => map! { "tickPolicy" => "catchup" },
        "hyperv" => map! {},
    } }
}

fn devices(model: &Model, vm: &Vm) -> Value {
    map! {
        "rng" => map! {},
        "tpm" => vm.firmware.tpm.then(|| map! { "persistent" => true }),
        "inputs" => vm.is_windows().then(|| list![
            map! { "name" => "tablet", "type" => "tablet", "bus" => "usb" },
        ]),
        "disks" => volumes::disks(model, vm),
        "interfaces" => network::interfaces(model, vm),
    }
}
