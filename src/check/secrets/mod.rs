//! Recognises text that must never stand in Git: private keys, tokens, passwords. By their form, by
//! the name that they stand under, by the command that takes them, and by any of these in base64.
//!
//! Must not know: where a text comes from.

mod assignment;
mod commands;
mod encoded;
mod files;
mod find;
mod forms;
mod named;
mod names;
mod own;
mod places;
mod random;
mod reader;
#[cfg(test)]
mod rows;
mod secret;
mod value;
mod words;

pub use places::{Placed, all, in_texts};
