//! Typed values -> YAML bytes that every reader takes for the same values, and reading YAML of escape hatches.
//!
//! Must not know: the domain.

mod read;
mod scalar;
mod value;
mod write;

pub use read::{Problem, documents};
pub use value::{IntoValue, Value};
pub(crate) use value::{list, map};
pub use write::{document, stream};
