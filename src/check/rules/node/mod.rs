//! Rules about machines.

pub mod clashing_extensions;
pub mod duplicate_mac;
pub mod duplicate_name;
pub mod duplicate_uuid;
pub mod etcd_on_hdd;
pub mod even_control_planes;
pub mod kernel_argument;
pub mod no_control_plane;
pub mod no_uuid;
pub mod one_rack;
pub mod place_taken;
pub mod reserved_label;
pub mod sysctl_key;
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
    kernel_argument,
    no_control_plane,
    no_uuid,
    one_rack,
    place_taken,
    reserved_label,
    sysctl_key,
    too_few_threads,
    too_many_control_planes,
    too_many_hugepages,
    unknown_extension,
    weak_uuid,
    wrong_microcode
];
