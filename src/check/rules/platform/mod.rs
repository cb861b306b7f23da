//! Rules about the repository that Argo CD reads.

pub mod branch;
pub mod plain_http;

crate::check::rule::rules![branch, plain_http];
