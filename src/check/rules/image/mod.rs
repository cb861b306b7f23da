//! Rules about images of virtual machines.

pub mod moving_url;
pub mod no_checksum;
pub mod no_source;
pub mod not_pinned;
pub mod wrong_format;

crate::check::rule::rules![moving_url, no_checksum, no_source, not_pinned, wrong_format];
