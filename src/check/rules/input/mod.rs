//! Rules about files that cannot be read.

pub mod unreadable;

super::rules![unreadable];
