//! Rules about files that cannot be read.

pub mod unreadable;

crate::check::rule::rules![unreadable];
