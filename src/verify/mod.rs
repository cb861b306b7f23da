//! What machines say of themselves, held against the description before anything is wiped: cards,
//! disks, memory, processors, UUIDs.
//!
//! Must not know: where the texts came from, the terminal.

mod compare;
mod difference;
mod disks;
mod hardware;
mod identity;
mod observed;
mod omni;
mod talos;
mod text;

pub use compare::{compare, stranger};
pub use observed::{Card, Disk, Observed, Processor, Volume};
pub use text::{Unreadable, read};
