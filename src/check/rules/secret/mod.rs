//! Rules about secrets that stand in the repository.

pub mod in_file;
pub mod likely;

crate::check::rule::rules![in_file, likely];
