//! Rules whose findings this pass makes.

pub const UNKNOWN_WORD: &str = "language/unknown-word";
pub const WRONG_VALUE: &str = "language/wrong-value";
pub const MISSING: &str = "language/missing";
pub const GIVEN_TWICE: &str = "language/given-twice";
