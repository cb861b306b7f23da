//! Rules about words and values of the language itself.

pub mod given_twice;
pub mod missing;
pub mod no_effect;
pub mod unknown_word;
pub mod wrong_value;

crate::check::rule::rules![given_twice, missing, no_effect, unknown_word, wrong_value];
