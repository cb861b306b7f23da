//! Rules about virtual machines.

pub mod cloud_init;
pub mod disk_smaller_than_image;
pub mod firmware;
pub mod fits_nowhere;
pub mod global_mac;
pub mod not_migratable;
pub mod nothing_to_boot;
pub mod nowhere_to_run;
pub mod reserved_mac;
pub mod template;

crate::check::rule::rules![
    cloud_init,
    disk_smaller_than_image,
    firmware,
    fits_nowhere,
    global_mac,
    reserved_mac,
    not_migratable,
    nothing_to_boot,
    nowhere_to_run,
    template
];
