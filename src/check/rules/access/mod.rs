//! Rules about who may reach the cluster and what for.

pub mod everybody;
pub mod incomplete;
pub mod too_wide;

super::rules![everybody, incomplete, too_wide];
