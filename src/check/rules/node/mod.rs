//! Rules about machines.

pub mod clashing_extensions;
pub mod duplicate_mac;
pub mod duplicate_name;
pub mod duplicate_uuid;
pub mod etcd_on_hdd;
pub mod even_control_planes;
pub mod idle_extension;
pub mod kernel_argument;
pub mod module_without_extension;
pub mod no_control_plane;
pub mod no_uuid;
pub mod one_rack;
pub mod place_taken;
pub mod reserved_label;
pub mod sysctl_key;
pub mod sysctl_value;
pub mod too_few_threads;
pub mod too_many_control_planes;
pub mod too_many_hugepages;
pub mod unknown_extension;
pub mod weak_uuid;
pub mod wrong_microcode;

crate::check::rule::rules![
    clashing_extensions,
    duplicate_mac,
    duplicate_name,
    duplicate_uuid,
    etcd_on_hdd,
    even_control_planes,
    idle_extension,
    kernel_argument,
    module_without_extension,
    no_control_plane,
    no_uuid,
    one_rack,
    place_taken,
    reserved_label,
    sysctl_key,
    sysctl_value,
    too_few_threads,
    too_many_control_planes,
    too_many_hugepages,
    unknown_extension,
    weak_uuid,
    wrong_microcode
];
