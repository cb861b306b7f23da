//! Rules about secrets that stand in the repository.

pub mod in_file;
pub mod likely;

super::rules![in_file, likely];
