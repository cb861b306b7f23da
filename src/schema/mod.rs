//! The machinery that declares a language once. From one `node!` declaration come typed decoding
//! with recovery, hints for unknown words, defaults, `radier explain`, the reference and the schema
//! file.
//!
//! Must not know: which nodes exist.

mod data;
mod decode;
mod explain;
mod followers;
mod found;
mod kdl_schema;
#[macro_use]
mod macros;
mod markdown;
mod misplaced;
mod mistake;
mod root;
mod scalar;
mod spec;
mod surplus;

pub use crate::syntax::{Inside, inside};
pub use data::{Data, Plain};
pub use decode::{Decoder, boxed, empty};
pub use explain::{explain, paths};
pub use kdl_schema::kdl_schema;
pub(crate) use macros::{node, words};
pub use markdown::reference;
pub use root::{Lost, root};
pub use scalar::{Mismatch, Scalar, shown};
pub use spec::{Block, FieldKind, FieldSpec, NodeSpec, TypeSpec, WordSpec, dashed};

pub const UNKNOWN_WORD: &str = "language/unknown-word";
pub const WRONG_VALUE: &str = "language/wrong-value";
pub const MISSING: &str = "language/missing";
pub const GIVEN_TWICE: &str = "language/given-twice";
