//! What several rules ask of a description, by subject.

pub mod addresses;
mod complaint;
pub mod disk_model;
pub mod documents;
pub mod extensions;
pub mod machines;
pub mod object;
pub mod schedule;
pub mod secrets;
pub mod sums;

pub use complaint::say;
