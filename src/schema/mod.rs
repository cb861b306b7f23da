//! The machinery that declares a language once. From one `node!` declaration come typed decoding
//! with recovery, hints for unknown words, defaults, `radier explain`, the reference and the schema
//! file.
//!
//! Must not know: which nodes exist.

mod codes;
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
pub use codes::{GIVEN_TWICE, MISSING, UNKNOWN_WORD, WRONG_VALUE};
pub use data::{Data, Plain};
pub use decode::Block;
pub use decode::{Decoder, boxed, empty};
pub use explain::{explain, paths};
pub use kdl_schema::kdl_schema;
pub(crate) use macros::{node, words};
pub use markdown::reference;
pub use root::{Lost, root};
pub use scalar::{Mismatch, Scalar, shown};
pub use spec::{FieldKind, FieldSpec, NodeSpec, TypeSpec, WordSpec, dashed};
