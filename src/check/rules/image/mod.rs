//! Rules about images of virtual machines.

pub mod no_checksum;
pub mod no_source;
pub mod not_pinned;

crate::check::rule::rules![no_checksum, no_source, not_pinned];
