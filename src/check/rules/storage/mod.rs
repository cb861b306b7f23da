//! Rules about pools and what they promise.

pub mod cannot_heal;
pub mod disk_in_no_pool;
pub mod limit_too_large;
pub mod missing;
pub mod monitor_majority;
pub mod monitors;
pub mod no_default;
pub mod no_disk_of_class;
pub mod no_rack;
pub mod no_spare_host;
pub mod overpromised;
pub mod redundancy;
pub mod single_copy;
pub mod slow_coding;
pub mod tainted_node;
pub mod thin_coding;
pub mod too_few_hosts;
pub mod two_backends;
pub mod two_defaults;
pub mod unbalanced_hosts;
pub mod unequal_disks;
pub mod volume_too_large;

crate::check::rule::rules![
    cannot_heal,
    disk_in_no_pool,
    limit_too_large,
    missing,
    monitor_majority,
    monitors,
    no_default,
    no_disk_of_class,
    no_rack,
    no_spare_host,
    overpromised,
    redundancy,
    single_copy,
    slow_coding,
    thin_coding,
    tainted_node,
    too_few_hosts,
    two_backends,
    two_defaults,
    unbalanced_hosts,
    unequal_disks,
    volume_too_large
];
