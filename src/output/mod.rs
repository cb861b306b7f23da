//! Artifacts and the folder on disk -> writes and deletes. The only module that writes files.
//!
//! Must not know: the domain.

mod apply;
mod artifact;
mod guard;
mod intact;
mod journal;
mod lock;
mod memory;
mod place;
mod plan;
mod replace;
mod taken;

pub use apply::apply;
pub use artifact::{Artifact, LOCK, hash};
pub use guard::{Access, Guard};
pub use intact::is_intact;
pub use lock::{Lock, LockError};
pub use memory::Memory;
pub use place::{link_in, read_plain};
pub use plan::{Change, Conflict, Plan, plan};
pub use replace::replace;
pub use taken::Taken;
