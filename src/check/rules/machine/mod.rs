//! Rules about what machines say of themselves, which `verify` finds.

pub mod absent;
pub mod differs;
pub mod holds_data;
pub mod stranger;
pub mod undeclared;

pub use absent::RULE as ABSENT;
pub use differs::RULE as DIFFERS;
pub use holds_data::RULE as HOLDS_DATA;
pub use stranger::RULE as STRANGER;
pub use undeclared::RULE as UNDECLARED;

crate::check::rule::rules![absent, differs, holds_data, stranger, undeclared];
