//! Rules about what fits on the machines.

pub mod cpu_overpromised;
pub mod machine_too_small;
pub mod memory_overpromised;
pub mod no_size;
pub mod node_loss;
pub mod start_order;
pub mod vms_do_not_fit;

crate::check::rule::rules![
    cpu_overpromised,
    machine_too_small,
    memory_overpromised,
    no_size,
    node_loss,
    start_order,
    vms_do_not_fit
];
