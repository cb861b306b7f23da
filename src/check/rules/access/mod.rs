//! Rules about who may reach the cluster and what for.

pub mod everybody;
pub mod incomplete;
pub mod too_wide;

crate::check::rule::rules![everybody, incomplete, too_wide];
