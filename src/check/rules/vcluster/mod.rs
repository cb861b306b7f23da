//! Rules about virtual clusters.

pub mod too_small;

super::rules![too_small];
