//! Rules about who may reach the cluster and what for.

pub mod everybody;
pub mod group_name;
pub mod incomplete;
pub mod reaches_further;
pub mod same_group;
pub mod too_wide;

crate::check::rule::rules![
    everybody,
    group_name,
    incomplete,
    reaches_further,
    same_group,
    too_wide
];
