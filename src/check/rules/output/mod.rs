//! Rules about the folder that is written.

pub mod edited;
pub mod extra;
pub mod foreign;
pub mod missing;
pub mod not_a_file;
pub mod stale;
pub mod unfinished;
pub mod written;

crate::check::rule::rules![
    edited, extra, foreign, missing, not_a_file, stale, unfinished, written
];
