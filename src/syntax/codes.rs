//! Rules whose findings this pass makes, and its bounds.

/// Deepest nesting of braces. The language needs four; the bound keeps any input from exhausting
/// the stack.
pub const MAX_DEPTH: usize = 64;
/// Largest file, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

pub const INVALID: &str = "syntax/invalid";
pub const UNCLOSED: &str = "syntax/unclosed";
pub const STRAY_BRACE: &str = "syntax/stray-brace";
pub const BARE_KEYWORD: &str = "syntax/bare-keyword";
pub const MISSING_QUOTES: &str = "syntax/missing-quotes";
pub const MISSING_VALUE: &str = "syntax/missing-value";
pub const WRONG_ESCAPE: &str = "syntax/wrong-escape";
pub const HIDDEN_CHARACTER: &str = "syntax/hidden-character";
pub const TOO_DEEP: &str = "syntax/too-deep";
pub const TOO_LARGE: &str = "syntax/too-large";
