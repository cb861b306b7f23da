//! Rules about versions and what goes with what.

pub mod compiler_too_old;
pub mod incompatible;
pub mod not_known_yet;
pub mod vcluster_skew;

crate::check::rule::rules![compiler_too_old, incompatible, not_known_yet, vcluster_skew];
