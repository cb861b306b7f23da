//! Rules about virtual machines.

pub mod cloud_init;
pub mod disk_smaller_than_image;
pub mod firmware;
pub mod fits_nowhere;
pub mod global_mac;
pub mod mixed_processors;
pub mod network_data;
pub mod not_migratable;
pub mod nothing_to_boot;
pub mod nowhere_to_run;
pub mod reserved_mac;
pub mod same_serial;
pub mod spread_pinned;
pub mod template;
pub mod windows_minimum;

crate::check::rule::rules![
    cloud_init,
    disk_smaller_than_image,
    firmware,
    fits_nowhere,
    global_mac,
    mixed_processors,
    network_data,
    reserved_mac,
    not_migratable,
    nothing_to_boot,
    nowhere_to_run,
    same_serial,
    spread_pinned,
    template,
    windows_minimum
];
