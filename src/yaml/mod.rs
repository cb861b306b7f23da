//! Typed values -> YAML bytes that every reader takes for the same values, and reading YAML of
//! escape hatches.
//!
//! Must not know: the domain.

mod mistake;
mod node;
mod read;
mod scalar;
mod value;
mod write;

pub use node::{Key, Kind, Node};
pub use read::{Problem, documents, nodes};
pub use scalar::is_word_of_yaml_1_1;
pub use value::{IntoValue, Key as ValueKey, Value};
pub(crate) use value::{list, map};
pub use write::{document, stream};
