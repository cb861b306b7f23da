//! Findings as text: for people, for programs, and for the places where pull requests are reviewed.
//!
//! Must not know: who reads the text.

mod common;
mod frame;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod rdjson;
mod sarif;
mod short;
mod style;

pub use common::{Findings, RuleText};
pub use github::github;
pub use gitlab::gitlab;
pub use human::human;
pub use json::{json, jsonl};
pub use junit::junit;
pub use rdjson::rdjson;
pub use sarif::sarif;
pub use short::{short, summary};
pub use style::Style;
