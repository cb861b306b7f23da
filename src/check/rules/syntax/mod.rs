//! Rules about text that is no KDL.

pub mod bare_keyword;
pub mod hidden_character;
pub mod invalid;
pub mod missing_quotes;
pub mod missing_value;
pub mod stray_brace;
pub mod too_deep;
pub mod too_large;
pub mod unclosed;
pub mod wrong_escape;

crate::check::rule::rules![
    bare_keyword,
    hidden_character,
    invalid,
    missing_quotes,
    missing_value,
    stray_brace,
    too_deep,
    too_large,
    unclosed,
    wrong_escape
];
