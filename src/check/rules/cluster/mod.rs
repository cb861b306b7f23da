//! Rules about the cluster as a whole.

pub mod contradiction;
pub mod endpoint;
pub mod load_balancers_without_cilium;
pub mod mirror;

crate::check::rule::rules![
    contradiction,
    endpoint,
    load_balancers_without_cilium,
    mirror
];
