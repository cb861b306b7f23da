//! Rules about clubs: quotas and where their code comes from.

pub mod quota_exceeded;
pub mod source_of_platform;
pub mod source_too_wide;

crate::check::rule::rules![quota_exceeded, source_of_platform, source_too_wide];
