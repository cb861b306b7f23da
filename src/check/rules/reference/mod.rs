//! Rules about names that lead somewhere.

pub mod ambiguous;
pub mod file;
pub mod unknown;
pub mod wrong_kind;

crate::check::rule::rules![ambiguous, file, unknown, wrong_kind];
