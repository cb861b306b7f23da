//! Rules about virtual clusters.

pub mod too_small;

crate::check::rule::rules![too_small];
