//! The version of this program. Must not know: anything else.

/// This version of Radier.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
