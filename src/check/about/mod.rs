//! What several rules ask of a description, by subject.

pub mod addresses;
pub mod machines;
pub mod sums;
